package org.holdfast.runtime.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.file.FileAccess;
import org.holdfast.api.file.FileInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopFileAccessTest {

    private final FileAccess files = new HadoopFileAccess(new Configuration());

    @TempDir private Path folder;

    @Test
    void listsFilesBelowADirectoryWithoutHiddenOnes() throws IOException {
        write("b/2", "22");
        write("b/1", "1");
        write("a", "");
        write(".hidden", "x");
        write("_SUCCESS", "x");
        write("b/.staging/1", "x");
        write("_logs/1", "x");

        assertThat(files.list(at("")))
                .containsExactly(
                        new FileInfo(at("a"), 0),
                        new FileInfo(at("b/1"), 1),
                        new FileInfo(at("b/2"), 2));
    }

    @Test
    void listsTheHiddenFilesOfADirectoryItself() throws IOException {
        write("out/.b", "22");
        write("out/.a", "1");
        write("out/c", "x");
        write("out/_d", "x");
        write("out/.folder/.e", "x");

        assertThat(files.listHidden(at("out")))
                .containsExactly(new FileInfo(at("out/.a"), 1), new FileInfo(at("out/.b"), 2));
        assertThat(files.listHidden(at("nothing"))).isEmpty();
    }

    @Test
    void closesWhatItCreatedOnceAndForAll() throws IOException {
        OutputStream out = files.create(at("file"));
        out.write("content".getBytes(UTF_8));
        out.close();
        out.close();

        assertThat(read("file", 0)).isEqualTo("content");
    }

    @Test
    void listsOneFileByItsQualifiedPath() throws IOException {
        write("with space", "abc");

        assertThat(files.list(folder.resolve("with space").toString()))
                .containsExactly(new FileInfo("file:" + folder.resolve("with space"), 3));
    }

    @Test
    void opensAtAnOffset() throws IOException {
        write("text", "0123456789");

        assertThat(read("text", 0)).isEqualTo("0123456789");
        assertThat(read("text", 7)).isEqualTo("789");
        assertThat(read("text", 10)).isEmpty();
    }

    @Test
    void createsParentsButReplacesNothing() throws IOException {
        try (OutputStream out = files.create(at("new/folder/file"))) {
            out.write('x');
        }

        assertThat(read("new/folder/file", 0)).isEqualTo("x");
        assertThatThrownBy(() -> files.create(at("new/folder/file")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(at("new/folder/file") + ": exists already");
        assertThat(read("new/folder/file", 0)).isEqualTo("x");
    }

    @Test
    void renamesButReplacesNothing() throws IOException {
        write("one", "1");
        write("two", "2");

        assertThatThrownBy(() -> files.rename(at("one"), at("two")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read("two", 0)).isEqualTo("2");
        files.rename(at("one"), at("three"));
        assertThat(files.exists(at("one"))).isFalse();
        assertThat(read("three", 0)).isEqualTo("1");
        assertThatThrownBy(() -> files.rename(at("one"), at("four")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(at("one"));
    }

    @Test
    void deletesFilesOnly() throws IOException {
        write("folder/file", "");

        files.delete(at("nothing"));
        assertThatThrownBy(() -> files.delete(at("folder")))
                .isInstanceOf(IOException.class)
                .hasMessage("'%s': is a directory, not a file to delete", at("folder"));
        files.delete(at("folder/file"));
        assertThat(files.exists(at("folder/file"))).isFalse();
        assertThat(files.exists(at("folder"))).isTrue();
    }

    @Test
    void namesThePathThatIsNotThere() {
        assertThatThrownBy(() -> files.list(at("nothing")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("'%s': no such file or directory", at("nothing"));
        assertThatThrownBy(() -> files.open(at("nothing"), 0))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("'%s': no such file or directory", at("nothing"));
    }

    @Test
    void saysWhatIsWrongWithAPath() {
        assertThatThrownBy(() -> files.exists("ftps://host/a"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("'ftps://host/a': no file system for this scheme");
        assertThatThrownBy(() -> files.exists("hdfs://no-such-host.invalid:8020/a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such host")
                .hasMessageContaining("no-such-host.invalid");
        assertThatThrownBy(() -> files.exists(""))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("'' is not a path");
    }

    private String at(String name) {
        return "file:" + folder + (name.isEmpty() ? "" : "/" + name);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String read(String name, long offset) throws IOException {
        try (InputStream in = files.open(at(name), offset)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
