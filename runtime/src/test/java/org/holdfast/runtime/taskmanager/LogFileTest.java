package org.holdfast.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir Path directory;

    @Test
    void readsAShortFileWhole() throws IOException {
        assertThat(log("one\ntwo\n").readEnd(100)).isCompletedWithValue("one\ntwo\n");
    }

    @Test
    void readsTheEndOfALongFileFromTheStartOfALine() throws IOException {
        assertThat(log("one\ntwo\nthrée\nfour\n").readEnd(9)).isCompletedWithValue("four\n");
    }

    @Test
    void readsNoMoreThanItsBound() throws IOException {
        String text = log("0123456789012345\n".repeat(100_000)).readEnd(5_000_000).join();
        assertThat(text).hasSizeBetween(LogFile.MAX_BYTES - 17, LogFile.MAX_BYTES).startsWith("0");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        LogFile missing = new LogFile(directory.resolve("missing"), Runnable::run);
        assertThatThrownBy(() -> missing.readEnd(10).join())
                .hasMessageContaining(directory.resolve("missing").toString());
    }

    private LogFile log(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("log"), text);
        return new LogFile(file, Runnable::run);
    }
}
