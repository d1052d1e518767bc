package org.holdfast.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedFilesWatchTest {

    @TempDir Path directory;

    private CommittedFilesWatch watch;

    @BeforeEach
    void start() throws IOException {
        FileSystem local = FileSystem.getLocal(new Configuration());
        watch =
                new CommittedFilesWatch(
                        new CommittedOutput(
                                local, new org.apache.hadoop.fs.Path(directory.toUri())));
    }

    @Test
    void letsFilesAppear() throws IOException {
        watch.look();
        write("part-0", "one\n");
        watch.look();
        write("part-1", "two\n");
        watch.look();
        assertThat(watch.broken()).isEmpty();
    }

    @Test
    void findsACommittedFileThatGrows() throws IOException {
        write("part-0", "one\n");
        watch.look();
        write("part-0", "two\n");
        watch.look();
        assertThat(watch.broken())
                .singleElement()
                .asString()
                .contains("part-0 was committed with 4 bytes, and has changed, to 8 since");
    }

    @Test
    void findsACommittedFileThatVanishes() throws IOException {
        write("part-0", "one\n");
        watch.look();
        Files.delete(directory.resolve("part-0"));
        watch.look();
        assertThat(watch.broken()).singleElement().asString().endsWith("has vanished since");
    }

    @Test
    void doesNotMindWhatIsNotCommitted() throws IOException {
        write(".part-0", "one\n");
        watch.look();
        write(".part-0", "two\n");
        watch.look();
        Files.delete(directory.resolve(".part-0"));
        watch.look();
        assertThat(watch.broken()).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(
                directory.resolve(name),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
