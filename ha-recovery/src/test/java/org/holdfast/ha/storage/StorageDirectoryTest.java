package org.holdfast.ha.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageDirectoryTest {

    @TempDir Path folder;
    private StorageDirectory directory;

    @BeforeEach
    void open() throws IOException {
        directory = StorageDirectory.open(folder.resolve("root").toUri(), new Configuration(false));
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        directory.write("jobs/a", "graph".getBytes(UTF_8));

        assertThat(directory.read("jobs/a", 5)).asString(UTF_8).isEqualTo("graph");
        assertThat(directory.exists("jobs/a")).isTrue();
        assertThat(Path.of(directory.uri("jobs/a"))).hasContent("graph");
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        directory.write("a", "first".getBytes(UTF_8));

        assertThatThrownBy(() -> directory.write("a", "second".getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("never overwritten");
        assertThat(directory.read("a", 100)).asString(UTF_8).isEqualTo("first");
    }

    @Test
    void renamesOnlyToAFreeName() throws IOException {
        directory.write("uploads/1", "one".getBytes(UTF_8));
        directory.write("uploads/2", "two".getBytes(UTF_8));

        assertThat(directory.rename("uploads/1", "blobs/x")).isTrue();
        assertThat(directory.rename("uploads/2", "blobs/x")).isFalse();

        assertThat(directory.read("blobs/x", 100)).asString(UTF_8).isEqualTo("one");
        assertThat(directory.list("uploads")).containsExactly("2");
    }

    @Test
    void refusesToReadMoreThanTheBound() throws IOException {
        directory.write("a", new byte[11]);

        assertThatThrownBy(() -> directory.read("a", 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than 10 bytes");
    }

    @Test
    void saysWhenThereIsNoFile() throws IOException {
        assertThat(directory.exists("a")).isFalse();
        assertThat(directory.delete("a")).isFalse();
        assertThat(directory.list("nothing")).isEmpty();
        assertThatThrownBy(() -> directory.read("a", 10)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void listsSortedWithoutTheFileSystemsOwnFiles() throws IOException {
        directory.write("d/b", new byte[1]);
        directory.write("d/a", new byte[1]);

        assertThat(directory.list("d")).containsExactly("a", "b");
        assertThat(directory.delete("d/a")).isTrue();
        assertThat(directory.list("d")).containsExactly("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/etc/passwd", "..", "a/../../b", "a//b", "a/", ".hidden", "a\\b"})
    void refusesNamesThatCouldLeaveTheRoot(String name) throws IOException {
        Files.createDirectories(folder.resolve("root"));

        assertThatThrownBy(() -> directory.write(name, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("file name: '" + name + "'");
        assertThat(folder.resolve("root")).isEmptyDirectory();
    }
}
