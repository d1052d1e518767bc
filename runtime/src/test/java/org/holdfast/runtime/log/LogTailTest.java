package org.holdfast.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir Path folder;

    @Test
    void readsWholeLinesFromTheEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("log"), "one\ntwö\nthree\n");
        LogTail tail = new LogTail(file);

        assertThat(tail.read(100)).isEqualTo("one\ntwö\nthree\n");
        assertThat(tail.read(9)).as("cut within a character").isEqualTo("three\n");
        assertThat(tail.read(6)).isEmpty();
    }

    @Test
    void saysWhenThereIsNoLog() {
        assertThatThrownBy(() -> new LogTail(folder.resolve("none")).read(10))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none: there is no log file");
        assertThatThrownBy(() -> new LogTail(folder).read(10))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void isBounded() {
        LogTail tail = new LogTail(folder.resolve("log"));

        assertThatThrownBy(() -> tail.read(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tail.read(LogTail.MAX_BYTES + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
