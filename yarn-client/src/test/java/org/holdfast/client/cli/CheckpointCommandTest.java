package org.holdfast.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.state.ValueState;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.store.CheckpointStore;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.state.KeyGroups;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.state.KeyedState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inspects and disposes of a savepoint of two pieces of keyed state: one in a file, one inline. */
class CheckpointCommandTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @TempDir Path folder;
    private Path directory;
    private Path stateFile;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void writeSavepoint() throws Exception {
        directory = folder.resolve("savepoint-012345-1-7");
        stateFile = directory.resolve("count-0-0");
        write(CheckpointKind.SAVEPOINT, "count");
    }

    @Test
    void showsWhatASavepointHolds() {
        assertThat(inspect(directory.toString())).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .startsWith("Savepoint 1-7 of job " + JOB + " (word count)")
                .anyMatch(line -> line.matches("count +2 +- +\\d+ bytes +6 +-"))
                .anyMatch(line -> line.matches("links +2 +- +- +- +2"))
                .anyMatch(line -> line.matches("numbers +1 +1 +- +- +-"))
                .last()
                .isEqualTo("VERDICT: good: all 2 pieces of state are as they were written");
    }

    @Test
    void findsASavepointByItsMetadataFile() {
        assertThat(inspect(directory.resolve("_metadata").toUri().toString()))
                .isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "missing, count-0-0 is missing.",
        "empty, is truncated: it has 0 of",
        "shorter, is truncated: it has",
        "longer, were written",
        "flipped, is damaged: its SHA-256 is",
        "foreign, is damaged: its SHA-256 is",
    })
    void tellsWhatIsWrongWithAStateFile(String damage, String said) throws IOException {
        byte[] state = Files.readAllBytes(stateFile);
        Files.delete(stateFile);
        switch (damage) {
            case "empty":
                Files.createFile(stateFile);
                break;
            case "shorter":
                Files.write(stateFile, Arrays.copyOf(state, state.length - 1));
                break;
            case "longer":
                Files.write(stateFile, Arrays.copyOf(state, state.length + 1));
                break;
            case "flipped":
                state[state.length / 2] ^= 1;
                Files.write(stateFile, state);
                break;
            case "foreign":
                Files.write(stateFile, new byte[state.length]);
                break;
            default:
                break;
        }

        assertThat(inspect(directory.toString())).isEqualTo(ExitCode.BAD_CHECKPOINT);

        assertThat(printed())
                .anyMatch(line -> line.contains("count-0-0") && line.contains(said))
                .last()
                .isEqualTo("VERDICT: cannot be used: 1 of 2 pieces of state cannot be read");
    }

    @Test
    void tellsThatAFileHoldsTheStateOfAnotherOperator() throws Exception {
        write(CheckpointKind.SAVEPOINT, "sum");

        assertThat(inspect(directory.toString())).isEqualTo(ExitCode.BAD_CHECKPOINT);
        assertThat(printed())
                .anyMatch(line -> line.contains("of operator 'sum'") && line.contains("'count'"));
    }

    @Test
    void tellsWhatIsWrongWithThePath() throws IOException {
        Path metadata = directory.resolve("_metadata");
        byte[] good = Files.readAllBytes(metadata);
        assertThat(inspect(folder.resolve("none").toString())).isEqualTo(ExitCode.BAD_CHECKPOINT);
        assertThat(inspect(folder.toString())).isEqualTo(ExitCode.BAD_CHECKPOINT);
        Files.write(metadata, Arrays.copyOf(good, good.length / 2));
        assertThat(inspect(directory.toString())).isEqualTo(ExitCode.BAD_CHECKPOINT);
        Files.delete(directory.resolve("._metadata.crc"));
        assertThat(inspect(directory.toString())).isEqualTo(ExitCode.BAD_CHECKPOINT);
        good[good.length / 2] ^= 1;
        Files.write(metadata, good);
        assertThat(inspect(directory.toString())).isEqualTo(ExitCode.BAD_CHECKPOINT);
        Files.writeString(metadata, "{\"version\": 1, \"comment\": \"somebody else's file\"}");
        assertThat(inspect(directory.toString())).isEqualTo(ExitCode.BAD_CHECKPOINT);
        assertThat(inspect("nfs://nowhere/savepoint")).isEqualTo(ExitCode.BAD_CHECKPOINT);

        assertThat(printed()).allMatch(line -> line.startsWith("holdfast: "));
        assertThat(printed().get(0)).contains("there is no such directory");
        assertThat(printed().get(1)).contains("has no file _metadata");
        assertThat(printed().get(2)).contains("is damaged: the file system finds a wrong checksum");
        assertThat(printed().get(3)).contains("is truncated");
        assertThat(printed().get(4)).contains("is damaged: its content");
        assertThat(printed().get(5)).contains("is not a checkpoint metadata file");
        assertThat(printed().get(6)).contains("nfs");
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThat(run(new CheckpointCommand(), "repair", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(run(new CheckpointCommand())).isEqualTo(ExitCode.USAGE);
        assertThat(run(new CheckpointCommand(), "inspect")).isEqualTo(ExitCode.USAGE);

        assertThat(printed().get(0)).contains("'repair' cannot be done");
        assertThat(printed().get(2)).contains("The path of the checkpoint is missing.");
    }

    @Test
    void disposesOfASavepoint() {
        assertThat(dispose()).isEqualTo(ExitCode.OK);

        assertThat(directory).doesNotExist();
        assertThat(folder).exists();
        assertThat(printed())
                .containsExactly(
                        "Disposing savepoint '" + directory + "'.",
                        "Savepoint '" + directory + "' disposed.");
    }

    @Test
    void disposesOfASavepointWhoseStateIsGone() throws IOException {
        Files.delete(stateFile);

        assertThat(dispose()).isEqualTo(ExitCode.OK);
        assertThat(directory).doesNotExist();
    }

    @Test
    void leavesACheckpointToItsJob() throws Exception {
        write(CheckpointKind.CHECKPOINT, "count");

        assertThat(dispose()).isEqualTo(ExitCode.BAD_CHECKPOINT);
        assertThat(stateFile).exists();
        assertThat(printed()).last().asString().contains("not a savepoint");
    }

    @Test
    void leavesADirectoryThatHoldsOtherFiles() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "keep me");

        assertThat(dispose()).isEqualTo(ExitCode.BAD_CHECKPOINT);
        assertThat(stateFile).exists();
        assertThat(printed()).last().asString().contains("also holds 'notes.txt'");
    }

    private ExitCode inspect(String path) {
        return run(new CheckpointCommand(), "inspect", path);
    }

    private ExitCode dispose() {
        return run(new SavepointCommand(null), "-d", directory.toString());
    }

    private ExitCode run(Command command, String... words) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(InputStream.nullInputStream(), out, out, false, folder, "ada");
        return new CommandRunner("holdfast", terminal).run(command, List.of(words));
    }

    private List<String> printed() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /**
     * Replaces the savepoint.
     *
     * @param writer the operator in whose name the state of 'count' is written
     */
    private void write(CheckpointKind kind, String writer) throws Exception {
        Files.createDirectories(directory);
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        byte[] first = state(writer, 0);
        byte[] second = state(writer, 1);
        Files.write(stateFile, first);
        InMemoryCoordinationStore coordination = new InMemoryCoordinationStore();
        LeaderEpoch epoch = coordination.campaign(new LeaderCandidate(1, "test")).orElseThrow();
        StorageDirectories directories = new StorageDirectories(new Configuration(false));
        CheckpointMetadata metadata =
                new CheckpointMetadata(
                        new CheckpointId(1, 7),
                        kind,
                        JOB,
                        "word count",
                        1_000_000,
                        directory.resolve("_metadata").toUri().toString(),
                        Map.of(
                                "numbers",
                                new OperatorState(
                                        1,
                                        Optional.of(
                                                List.of(
                                                        new SplitPosition(
                                                                new SourceSplit("0", "", 10), 5))),
                                        List.of(),
                                        List.of(),
                                        List.of()),
                                "count",
                                new OperatorState(
                                        2,
                                        Optional.empty(),
                                        List.of(
                                                handle(0, first, stateFile.toUri().toString()),
                                                handle(1, second, "")),
                                        List.of(),
                                        List.of()),
                                "links",
                                new OperatorState(
                                        2,
                                        Optional.empty(),
                                        List.of(),
                                        List.of(),
                                        List.of("t1", "t2"))));
        new CheckpointStore(coordination, epoch, directories)
                .commit(
                        JOB,
                        "1-7",
                        directories.at(directory.toString()),
                        JsonMapper.builder()
                                .addModule(new Jdk8Module())
                                .build()
                                .writeValueAsBytes(metadata));
    }

    private static byte[] state(String operator, int subtask) throws Exception {
        KeyedState state =
                new KeyedState(
                        operator,
                        subtask,
                        2,
                        new KryoRecordSerializer(CheckpointCommandTest.class.getClassLoader()),
                        InstantSource.system());
        ValueState<Integer> count = state.valueState("count");
        state.seal();
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            if (KeyGroups.subtaskOf(KeyGroups.of(key), 2) == subtask) {
                state.setCurrentKey(key);
                count.set(1);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        KeyedSnapshot snapshot = state.snapshot();
        snapshot.writeTo(out);
        return out.toByteArray();
    }

    private static StateHandle handle(int subtask, byte[] state, String file) throws Exception {
        return new StateHandle(
                KeyGroups.firstOf(subtask, 2),
                KeyGroups.firstOf(1, 2),
                file,
                file.isEmpty() ? Base64.getEncoder().encodeToString(state) : "",
                state.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(state)));
    }
}
