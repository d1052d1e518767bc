package org.holdfast.runtime.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

    @TempDir Path directory;

    private List<String> read(String text) throws IOException {
        Files.writeString(directory.resolve("workers"), text);
        return Workers.read(directory).hosts();
    }

    @Test
    void readsAHostALineAndOneMayBeThereTwice() throws Exception {
        assertThat(read("node1\n\n# two there\nnode2\nnode2 # the second\n10.0.0.1\n[fe80::1]"))
                .containsExactly("node1", "node2", "node2", "10.0.0.1", "[fe80::1]");
    }

    @Test
    void aFileWithoutAHostMeansNoTaskManager() throws Exception {
        assertThat(read("# none\n")).isEmpty();
    }

    @Test
    void withoutAFileThereIsOneOnThisMachine() {
        assertThat(Workers.read(directory).hosts()).containsExactly("localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node1:8081", "node1 node2", "-v", "user@node1", "a/b"})
    void refusesABadLineAndSaysWhereItIs(String line) {
        assertThatThrownBy(() -> read("node0\n" + line + "\n"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(
                        "%s, line 2: '%s' (expected: a host's name or address)",
                        directory.resolve("workers"), line);
    }
}
