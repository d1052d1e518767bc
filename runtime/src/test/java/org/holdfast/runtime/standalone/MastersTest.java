package org.holdfast.runtime.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.standalone.Masters.Master;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MastersTest {

    @TempDir Path directory;

    private List<String> read(String text) throws IOException {
        Files.writeString(directory.resolve("masters"), text);
        return Masters.read(directory).all().stream().map(Master::toString).toList();
    }

    @Test
    void readsAHostAndAPortALine() throws Exception {
        assertThat(
                        read(
                                """
                                # the first two are on this machine
                                localhost:8081
                                  localhost:8082\t # the second

                                node-1.example.org:0
                                node_2
                                [fe80::1]:8081
                                """))
                .containsExactly(
                        "localhost:8081",
                        "localhost:8082",
                        "node-1.example.org:0",
                        "node_2",
                        "[fe80::1]:8081");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# localhost:8081\n"})
    void withoutALineThereIsOneOnThisMachine(String text) throws Exception {
        assertThat(read(text)).containsExactly("localhost");
    }

    @Test
    void withoutAFileThereIsOneOnThisMachine() {
        assertThat(Masters.read(directory).all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:",
                "localhost:http",
                "localhost:65536",
                "localhost:-1",
                "localhost 8081",
                "localhost:8081,localhost:8082",
                ":8081",
                "-oProxyCommand=x:8081",
                "a;b:8081",
                "fe80::1"
            })
    void refusesABadLineAndSaysWhereItIs(String line) {
        assertThatThrownBy(() -> read("# masters\n" + line + "\n"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(
                        "%s, line 2: '%s' (expected: host:port or host, with a port of 0 to 65535)",
                        directory.resolve("masters"), line);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8081,localhost:8081",
        "localhost:8081,127.0.0.1:8081",
        "node1:8081,node1:8081",
        "node1,node1"
    })
    void refusesTheSameWebPortTwiceOnAHost(String first, String second) {
        assertThatThrownBy(() -> read(first + "\nnode2:8081\n" + second + "\n"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(
                        "%s, line 3: '%s' (expected: a web port that no other JobManager of the"
                                + " host has; line 1 is '%s')",
                        directory.resolve("masters"), second, first);
    }

    @Test
    void anyFreePortIsNeverTheSame() throws Exception {
        assertThat(read("localhost:0\nlocalhost:0\n")).hasSize(2);
    }

    @Test
    void refusesWhatIsNoText() throws Exception {
        Files.write(directory.resolve("masters"), new byte[] {(byte) 0xff, (byte) 0xfe, 10});

        assertThatThrownBy(() -> Masters.read(directory))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageEndingWith("masters is not UTF-8 text");
    }
}
