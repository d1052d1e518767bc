package org.holdfast.runtime.task.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keyed state, written and read back through its handle; and files that are not as they were. */
class KeyedStateStoreTest {

    private static final int INLINE = 100;
    private static final ExecutionAttemptId ATTEMPT =
            new ExecutionAttemptId(JobId.random(), 4, 2, 1);

    @TempDir Path directory;

    private final FileAccess files = new HadoopFileAccess(new Configuration(false));
    private final KeyedStateStore store = new KeyedStateStore(files, ATTEMPT, INLINE);
    private final VerifiedStateFiles reader = new VerifiedStateFiles(files, "count 3/4");

    /** State of any bytes. */
    private record Bytes(byte[] bytes) implements KeyedSnapshot {

        @Override
        public int firstKeyGroup() {
            return 7;
        }

        @Override
        public int keyGroups() {
            return 9;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes[0]);
            out.write(bytes, 1, bytes.length - 1);
        }

        @Override
        public void release() {}
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private StateHandle write(byte[] bytes) throws IOException {
        return store.write(new Bytes(bytes), checkpoint(), () -> false);
    }

    private String checkpoint() {
        return directory.resolve("chk").toUri().toString();
    }

    private Path file() {
        return directory.resolve("chk/4-2-1");
    }

    private byte[] read(StateHandle handle) throws IOException {
        try (InputStream in = reader.open(handle)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, INLINE - 1, INLINE, INLINE + 1, 70_000, 1_000_000})
    void readsWhatItWroteInlineOrInAFile(int count) throws IOException {
        StateHandle handle = write(bytes(count));

        assertThat(handle.file().isEmpty()).isEqualTo(count <= INLINE);
        assertThat(Files.exists(file())).isEqualTo(count > INLINE);
        assertThat(handle.length()).isEqualTo(count);
        assertThat(handle.firstKeyGroup()).isEqualTo(7);
        assertThat(handle.keyGroups()).isEqualTo(9);
        assertThat(read(handle)).isEqualTo(bytes(count));
        try (InputStream in = reader.open(handle)) {
            for (byte expected : Arrays.copyOf(bytes(count), Math.min(count, 500))) {
                assertThat(in.read()).isEqualTo(expected & 0xFF);
            }
        }
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "somebody else's");

        assertThatThrownBy(() -> write(bytes(1_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("4-2-1")
                .hasMessageContaining("exists");
        assertThat(Files.readString(file())).isEqualTo("somebody else's");
    }

    @Test
    void leavesNothingBehindWhenWritingFails() throws IOException {
        KeyedSnapshot broken =
                new KeyedSnapshot() {
                    @Override
                    public int firstKeyGroup() {
                        return 0;
                    }

                    @Override
                    public int keyGroups() {
                        return 1;
                    }

                    @Override
                    public void writeTo(OutputStream out) throws IOException {
                        out.write(bytes(100_000));
                        throw new IOException("state 'x' of operator 'count': no serializer");
                    }

                    @Override
                    public void release() {}
                };
        assertThatThrownBy(() -> store.write(broken, checkpoint(), () -> false))
                .hasMessageContaining("no serializer");
        assertThatThrownBy(() -> store.write(new Bytes(bytes(1_000)), checkpoint(), () -> true))
                .hasMessageContaining("aborted");
        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void deletesWhatIsNotNeeded() throws IOException {
        StateHandle handle = write(bytes(1_000));
        store.delete(handle);
        store.delete(handle);
        assertThat(file()).doesNotExist();
    }

    @Test
    void refusesStateThatIsNotWhatItWas() throws IOException {
        StateHandle handle = write(bytes(10_000));
        byte[] flipped = bytes(10_000);
        flipped[5_000] ^= 1;
        for (byte[] bad : new byte[][] {flipped, bytes(9_999), bytes(10_001), {}}) {
            Files.write(file(), bad);
            Files.deleteIfExists(file().resolveSibling(".4-2-1.crc"));
            assertThatThrownBy(() -> read(handle))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("count 3/4")
                    .hasMessageContaining("4-2-1")
                    .hasMessageContaining("is damaged");
        }
        Files.delete(file());
        assertThatThrownBy(() -> read(handle))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("count 3/4")
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void tellsAReaderThatStopsWhereTheStateStops() throws IOException {
        StateHandle handle = write(bytes(10_000));
        byte[] flipped = bytes(10_000);
        flipped[9_999] ^= 1;
        Files.write(file(), flipped);
        Files.deleteIfExists(file().resolveSibling(".4-2-1.crc"));
        try (InputStream in = reader.open(handle)) {
            assertThatThrownBy(() -> in.readNBytes(10_000)).hasMessageContaining("SHA-256");
        }
    }

    @Test
    void refusesInlineStateThatIsNotWhatItWas() {
        String sha256 = "00".repeat(32);
        assertThatThrownBy(() -> read(new StateHandle(0, 1, "", "c3RhdGU=", 5, sha256)))
                .hasMessageContaining("count 3/4")
                .hasMessageContaining("metadata is damaged");
        assertThatThrownBy(() -> read(new StateHandle(0, 1, "", "***", 5, sha256)))
                .hasMessageContaining("is not Base64");
    }
}
