package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.ha.storage.StorageDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobStoreTest {

    @TempDir Path folder;
    private BlobStore blobs;
    private String digest;

    @BeforeEach
    void open() throws IOException {
        blobs = new BlobStore(StorageDirectory.open(folder.toUri(), new Configuration(false)));
        digest = sha256("jar");
    }

    @Test
    void keepsABlobUnderItsDigest() throws IOException {
        assertThat(blobs.contains(digest)).isFalse();

        assertThat(blobs.put(digest, stream("jar"))).isTrue();

        assertThat(blobs.contains(digest)).isTrue();
        assertThat(Path.of(blobs.uri(digest))).hasContent("jar");
        assertThat(uploads()).isEmpty();
    }

    @Test
    void storesABlobOnce() throws IOException {
        blobs.put(digest, stream("jar"));
        InputStream again = stream("jar");

        assertThat(blobs.put(digest, again)).isFalse();

        assertThat(again.available()).as("bytes not read").isEqualTo(3);
        assertThat(blobs.delete(digest)).isTrue();
        assertThat(blobs.contains(digest)).isFalse();
    }

    @Test
    void keepsNothingOfContentThatIsAnother() throws IOException {
        assertThatThrownBy(() -> blobs.put(digest, stream("jam")))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining(digest)
                .hasMessageContaining(sha256("jam"));

        assertThat(blobs.contains(digest)).isFalse();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void keepsNothingOfContentThatBreaksOff() throws IOException {
        InputStream broken = new SequenceInputStream(stream("ja"), new FailingStream());

        assertThatThrownBy(() -> blobs.put(digest, broken)).hasMessage("connection lost");

        assertThat(blobs.contains(digest)).isFalse();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void twoWritersOfOneBlobBothSucceed() throws Exception {
        CountDownLatch firstIsWriting = new CountDownLatch(1);
        CountDownLatch secondIsDone = new CountDownLatch(1);
        InputStream slow =
                new SequenceInputStream(
                        stream("ja"), new GatedStream(stream("r"), firstIsWriting, secondIsDone));
        CompletableFuture<Boolean> first =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return blobs.put(digest, slow);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertThat(firstIsWriting.await(10, TimeUnit.SECONDS)).as("first is writing").isTrue();

        assertThat(blobs.put(digest, stream("jar"))).isTrue();
        secondIsDone.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(Path.of(blobs.uri(digest))).hasContent("jar");
        assertThat(uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../../etc/passwd", "ABCDEF", "0", "%2e%2e%2f"})
    void refusesWhatIsNoDigest(String name) {
        assertThatThrownBy(() -> blobs.put(name, stream("jar")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
        assertThat(folder).isEmptyDirectory();
    }

    private static String sha256(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private List<Path> uploads() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("uploads"))) {
            return files.toList();
        }
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(UTF_8));
    }

    /** A connection that breaks. */
    private static final class FailingStream extends InputStream {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("connection lost");
        }

        @Override
        public int read() throws IOException {
            throw new IOException("connection lost");
        }
    }

    /** A sender that goes on only when it is told. */
    private static final class GatedStream extends FilterInputStream {
        private final CountDownLatch reached;
        private final CountDownLatch goOn;

        GatedStream(InputStream content, CountDownLatch reached, CountDownLatch goOn) {
            super(content);
            this.reached = reached;
            this.goOn = goOn;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            reached.countDown();
            try {
                if (!goOn.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("was not told to go on within 10 s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            return super.read(bytes, offset, length);
        }
    }
}
