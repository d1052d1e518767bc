package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.localhadoop.LocalHadoopExtension;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.selfcheck.OutputChecker;
import org.holdfast.selfcheck.SelfCheckedOutput;
import org.holdfast.selfcheck.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Savepoints as a user takes them, goes on from them, and finds them broken. */
@ExtendWith(LocalHadoopExtension.class)
class SavepointTest {

    private static final String COUNT = "org.holdfast.testjobs.EndlessCount";
    private static final String SELF_CHECK = "org.holdfast.selfcheck.SelfCheckingJob";
    private static final String SAVEPOINTS = "/command-test/savepoints";
    private static final String SAVED = "Savepoint completed. Path: (\\S+)";
    private static final int RECORDS = 60_000;
    private static final int KEYS = 500;

    @TempDir static java.nio.file.Path directory;

    private static CommandSession session;
    private static FileSystem hdfs;

    @BeforeAll
    static void start(LocalHadoop hadoop) throws Exception {
        session = new CommandSession(Files.createDirectory(directory.resolve("c")), hadoop, "save");
        hdfs = FileSystem.newInstance(hadoop.configuration());
    }

    @AfterAll
    static void stop() throws Exception {
        session.close();
        hdfs.close();
    }

    @Test
    void takesInspectsAndDisposesOfASavepoint() throws Exception {
        String id = session.submit(COUNT, 2, List.of(), List.of());
        session.awaitRecords(id, 1_000);

        Path savepoint = new Path(session.expect(0, SAVED, "savepoint", id, SAVEPOINTS));

        assertThat(session.job(id).summary().status()).isEqualTo(JobStatus.RUNNING);
        String folder = savepoint.getParent().toString();
        session.expect(0, "VERDICT: good", "checkpoint", "inspect", folder);
        session.expect(0, "SAVEPOINT +COMPLETED", "checkpoints", id);
        session.expect(0, "latest checkpoint: \\d+-\\d+ at .*longest pause", "list");
        session.expect(0, "restart strategy: ", "info", id);
        session.expect(0, "Cancelled job " + id, "cancel", id);
        assertThat(hdfs.exists(savepoint)).isTrue();
        session.expect(0, "' disposed", "savepoint", "-d", savepoint.toString());
        assertThat(hdfs.exists(savepoint.getParent())).isFalse();
    }

    @Test
    void saysThatASavepointNeedsADirectory() throws Exception {
        String id = session.submit(COUNT, 1, List.of(), List.of());
        session.awaitRecords(id, 1);

        session.expect(4, "state\\.savepoints\\.dir", "savepoint", id);

        session.cancel(id);
    }

    @ParameterizedTest
    @CsvSource({"2, 4", "4, 2"})
    void goesOnAtAnotherParallelism(int before, int after) throws Exception {
        List<String> job = selfCheck("/command-test/rescaled-" + before);
        String id = session.submit(SELF_CHECK, before, List.of(), job);
        session.awaitRecords(id, RECORDS / 4);

        String path = session.expect(0, SAVED, "stop", "-p", SAVEPOINTS, id);
        assertThat(session.job(id).summary().status()).isEqualTo(JobStatus.FINISHED);
        goOn(path, after, job);

        Verdict verdict = check("/command-test/rescaled-" + before, before);
        assertThat(verdict.isExactlyOnce()).as(verdict.report()).isTrue();
    }

    @Test
    void goesOnFromTheSavepointOfACancelledJob() throws Exception {
        List<String> job = selfCheck("/command-test/cancelled");
        String id = session.submit(SELF_CHECK, 2, List.of(), job);
        session.awaitRecords(id, RECORDS / 4);

        goOn(session.expect(0, "stored in (\\S+)\\.", "cancel", "-s", SAVEPOINTS, id), 2, job);

        Verdict verdict = check("/command-test/cancelled", 2);
        assertThat(verdict.isExactlyOnce()).as(verdict.report()).isTrue();
    }

    @Test
    void drainsAJob() throws Exception {
        List<String> job = selfCheck("/command-test/drained");
        String id = session.submit(SELF_CHECK, 2, List.of(), job);
        session.awaitRecords(id, 5_000);

        String path = session.expect(0, SAVED, "stop", "-d", "-p", SAVEPOINTS, id);

        JobDetails ended = session.job(id);
        assertThat(ended.summary().status()).isEqualTo(JobStatus.FINISHED);
        Verdict verdict = check("/command-test/drained", 2);
        assertThat(verdict.lines())
                .as(verdict.report())
                .isEqualTo(ended.vertices().get(0).counters().recordsOut())
                .isLessThan(RECORDS);
        assertThat(verdict.duplicated() + verdict.corrupt()).as(verdict.report()).isZero();
        session.expect(0, "VERDICT: good", "checkpoint", "inspect", path);
    }

    @Test
    void refusesToStartFromWhatCannotBeUsed() throws Exception {
        // more state than is kept in the metadata file
        String id = session.submit(COUNT, 2, List.of(), List.of("--keys", "20000"));
        session.awaitRecords(id, 40_000);
        Path metadata = new Path(session.expect(0, SAVED, "stop", "-p", SAVEPOINTS, id));
        byte[] good = read(metadata);
        String path = metadata.toString();

        expectUnusable(SAVEPOINTS + "/none", "there is no such directory");
        expectUnusable(SAVEPOINTS, "has no file _metadata");
        write(metadata, Arrays.copyOf(good, good.length - 1));
        expectUnusable(path, "is truncated");
        write(metadata, withAFlippedBit(good));
        expectUnusable(path, "is damaged");
        write(metadata, new byte[good.length]);
        expectUnusable(path, "is not a checkpoint metadata file");
        write(metadata, good);
        Path state = stateFileNextTo(metadata);
        write(state, withAFlippedBit(read(state)));
        expectUnusable(path, state.getName());
        hdfs.delete(state, false);
        expectUnusable(path, state.getName());
    }

    @Test
    void dropsStateOfOperatorsTheJobDoesNotHaveOnlyWhenTold() throws Exception {
        String id = session.submit(COUNT, 1, List.of(), List.of());
        session.awaitRecords(id, 1_000);
        String path = session.expect(0, SAVED, "stop", "-p", SAVEPOINTS, id);
        List<String> job = selfCheck("/command-test/other");

        session.expect(
                5,
                "state of .*'count'.*run with -n",
                CommandSession.run(SELF_CHECK, 1, List.of("-s", path), job));

        String other = session.submit(SELF_CHECK, 1, List.of("-n", "-s", path), job);
        session.awaitRecords(other, 1);
        session.cancel(other);
    }

    private static void goOn(String path, int parallelism, List<String> arguments)
            throws Exception {
        session.expect(
                0,
                "has finished",
                CommandSession.run(SELF_CHECK, parallelism, List.of("-s", path), arguments));
    }

    /** The job that is to start there fails, the inspection too, and both say why. */
    private static void expectUnusable(String path, String said) throws Exception {
        String pattern = Pattern.quote(said);
        session.expect(5, pattern, CommandSession.run(COUNT, 2, List.of("-s", path), List.of()));
        session.expect(7, pattern, "checkpoint", "inspect", path);
    }

    private static List<String> selfCheck(String output) {
        return List.of(
                "--records",
                String.valueOf(RECORDS),
                "--keys",
                String.valueOf(KEYS),
                "--rate",
                "10000",
                "--output",
                output);
    }

    private static Verdict check(String output, int splits) throws IOException {
        try (SelfCheckedOutput committed = SelfCheckedOutput.open(hdfs.getUri() + output)) {
            return committed.check(new OutputChecker(RECORDS, KEYS, splits));
        }
    }

    private static Path stateFileNextTo(Path metadata) throws IOException {
        for (FileStatus file : hdfs.listStatus(metadata.getParent())) {
            if (!file.getPath().getName().equals(metadata.getName())) {
                return file.getPath();
            }
        }
        throw new AssertionError("no state file next to " + metadata);
    }

    private static byte[] withAFlippedBit(byte[] content) {
        byte[] flipped = content.clone();
        flipped[content.length / 2] ^= 1;
        return flipped;
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = hdfs.open(file)) {
            return in.readAllBytes();
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (OutputStream out = hdfs.create(file, true)) {
            out.write(content);
        }
    }
}
