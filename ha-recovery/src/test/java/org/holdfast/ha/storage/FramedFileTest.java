package org.holdfast.ha.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FramedFileTest {

    private static final int HEADER = 16;
    private static final int DIGEST = 32;
    private static final FramedFile FORMAT = new FramedFile("TEST", 3, "test file", 1_000);

    @TempDir private Path folder;
    private StorageDirectory directory;
    private MetadataPointer pointer;
    private byte[] whole;

    @BeforeEach
    void writeOne() throws IOException {
        directory = new StorageDirectories(new Configuration(false)).at(folder + "/files");
        pointer = FORMAT.write(directory, "a", "payload".getBytes(UTF_8));
        whole = Files.readAllBytes(folder.resolve("files/a"));
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        assertThat(FORMAT.read(directory, "a")).asString(UTF_8).isEqualTo("payload");
        assertThat(whole).hasSize(HEADER + 7 + DIGEST);
        assertThat(pointer.length()).isEqualTo(whole.length);
        assertThat(pointer.version()).isEqualTo(3);
        assertThat(Path.of(URI.create(pointer.path()))).exists();
    }

    @Test
    void keepsAnEmptyPayloadApartFromNoFile() throws IOException {
        FORMAT.write(directory, "empty", new byte[0]);

        assertThat(FORMAT.read(directory, "empty")).isEmpty();
        assertThatThrownBy(() -> FORMAT.read(directory, "missing"))
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void noticesEveryFlippedBit() throws IOException {
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused("bit-" + bit, damaged, folder.toString());
        }
    }

    @Test
    void noticesEveryTruncation() throws IOException {
        for (int length = 1; length < whole.length; length++) {
            assertRefused("cut-" + length, Arrays.copyOf(whole, length), "is truncated");
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertRefused("nothing", new byte[0], "is empty: writing it was never finished");
        assertRefused(
                "foreign", "%PDF-1.7 and so on, long enough".getBytes(UTF_8), "is not a test file");
        assertRefused("longer", Arrays.copyOf(whole, whole.length + 2), "2 bytes follow");
        byte[] newer = ByteBuffer.wrap(whole.clone()).putInt(4, 9).array();
        assertRefused("newer", newer, "format version 9; this version of Holdfast reads 3");
        byte[] flipped = whole.clone();
        flipped[HEADER] ^= 1;
        assertRefused("flipped", flipped, "is damaged: its content does not have the SHA-256");
        byte[] endless = ByteBuffer.wrap(whole.clone()).putLong(8, Long.MAX_VALUE).array();
        assertRefused("endless", endless, "its header speaks of 9223372036854775807 bytes");
    }

    private void assertRefused(String name, byte[] content, String reason) throws IOException {
        Files.write(folder.resolve("files/" + name), content);
        assertThatThrownBy(() -> FORMAT.read(directory, name))
                .as(name)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason);
    }

    @Test
    void neverOverwritesAndNeverWritesTooMuch() throws IOException {
        assertThatThrownBy(() -> FORMAT.write(directory, "a", new byte[1]))
                .hasMessageContaining("never overwritten");
        assertThatThrownBy(() -> FORMAT.write(directory, "b", new byte[1_001]))
                .hasMessageContaining("test file of 1001 bytes");
        assertThat(FORMAT.read(directory, "a")).asString(UTF_8).isEqualTo("payload");
        assertThat(directory.list()).containsExactly("a");
    }

    @Test
    void pointersSurviveTheirText() throws IOException {
        assertThat(MetadataPointer.decode(pointer.encode())).isEqualTo(pointer);
        assertThatThrownBy(() -> MetadataPointer.decode("3 7 abc file:/a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Not a pointer");
        assertThatThrownBy(
                        () ->
                                new MetadataPointer(
                                        "hdfs:/" + "a".repeat(1_000), 1, "0".repeat(64), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorter name");
    }
}
