package org.holdfast.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {

    @TempDir Path directory;

    @Test
    void readsTheExamplesOfTheSeedDocumentsAsTheyArePrinted() throws IOException {
        assertThat(
                        load(
                                """
                                high-availability: zookeeper
                                high-availability.zookeeper.quorum: localhost:2181
                                high-availability.zookeeper.path.root: /flink
                                high-availability.cluster-id: /cluster_one # important: customize per cluster
                                high-availability.storageDir: hdfs:///flink/recovery
                                yarn.application-attempts: 10
                                """))
                .containsExactly(
                        entry("high-availability", "zookeeper"),
                        entry("high-availability.cluster-id", "/cluster_one"),
                        entry("high-availability.storageDir", "hdfs:///flink/recovery"),
                        entry("high-availability.zookeeper.path.root", "/flink"),
                        entry("high-availability.zookeeper.quorum", "localhost:2181"),
                        entry("yarn.application-attempts", "10"));
        assertThat(
                        load(
                                """
                                   restart-strategy: fixed-delay
                                   restart-strategy.fixed-delay.attempts: 3
                                   restart-strategy.fixed-delay.delay: 10 s
                                   high-availability.zookeeper.quorum:  ZooKeeper IP address:2181
                                """))
                .containsEntry("restart-strategy.fixed-delay.delay", "10 s")
                .containsEntry("high-availability.zookeeper.quorum", "ZooKeeper IP address:2181");
        assertThat(
                        load(
                                """
                                zookeeper.sasl.service-name: zookeeper     # default is "zookeeper". If the ZooKeeper quorum is configured
                                                                           # with a different service name then it can be supplied here.
                                zookeeper.sasl.login-context-name: Client  # default is "Client". The value needs to match one of the values
                                                                           # configured in "security.kerberos.login.contexts".
                                """))
                .containsExactly(
                        entry("zookeeper.sasl.login-context-name", "Client"),
                        entry("zookeeper.sasl.service-name", "zookeeper"));
    }

    @Test
    void flattensNestedKeysAndLists() throws IOException {
        assertThat(
                        load(
                                """
                                rest:
                                  bind-port: 50100-50200
                                  retry: {delay: 1 s}
                                yarn.ship-files: [a.txt, b.txt]
                                unset:
                                """))
                .containsExactly(
                        entry("rest.bind-port", "50100-50200"),
                        entry("rest.retry.delay", "1 s"),
                        entry("yarn.ship-files", "a.txt;b.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"010", "12:30:45", "yes", "1_000", "~", "0x1F", "1.0", "50010,50011"})
    void keepsValuesAsTheyAreWritten(String value) throws IOException {
        assertThat(load("a: " + value)).containsExactly(entry("a", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n"})
    void anEmptyFileIsAnEmptyConfiguration(String text) throws IOException {
        assertThat(load(text)).isEmpty();
    }

    @Test
    void definitionsWinOverTheFileInWhateverSpelling() throws IOException {
        assertThat(
                        load(
                                "high-availability: zookeeper\na: file\nb: file",
                                "high-availability.type=NONE",
                                "a=first",
                                "a = x=y ",
                                "flag"))
                .containsExactly(
                        entry("a", "x=y"),
                        entry("b", "file"),
                        entry("flag", "true"),
                        entry("high-availability", "NONE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'a: 1\\nb: 2\\na: 3'                         | line 3: a is set already in line 1
                    'a:\\n  b: 1\\na.b: 2'                       | line 3: a.b is set already in line 2
                    'a: *x'                                      | line 1
                    'ok: 1\\na: %java%'                          | line 2
                    'a: b: c'                                    | line 1: mapping values are not allowed
                    'just text'                                  | line 1: expected: key: value
                    '- a\\n- b'                                  | line 1: expected: key: value
                    'a: [[1]]'                                   | line 1: a list may hold texts only
                    '? [a]\\n: b'                                | line 1: a key must be a text
                    'a: &x {b: *x}'                              | aliases
                    '{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{' | Nesting Depth
                    """)
    void saysWhereTheFileCannotBeRead(String text, String problem) {
        assertThatThrownBy(() -> load(text.replace("\\n", "\n")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("flink-conf.yaml")
                .hasMessageContaining(problem);
    }

    @Test
    void createsNoObjectsFromTags() {
        assertThatThrownBy(() -> load("a: !!java.net.URL http://localhost"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("Global tag is not allowed");
    }

    @Test
    void refusesTwoSpellingsOfOneOptionThatDisagree() {
        assertThatThrownBy(() -> load("high-availability: NONE\nhigh-availability.type: zookeeper"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("high-availability is set twice");
    }

    @Test
    void refusesADefinitionWithoutAKey() {
        assertThatThrownBy(() -> load("", "=value"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("expected: -D key=value");
    }

    @Test
    void saysWhatToDoWithoutAFile() {
        assertThatThrownBy(() -> loader().load(directory.resolve("none"), List.of()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("There is no " + directory.resolve("none"))
                .hasMessageContaining("Create it");
    }

    @Test
    void refusesAFileThatIsNoText() throws IOException {
        Files.write(
                directory.resolve(ConfigurationLoader.FILE_NAME),
                "a: ä".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> loader().load(directory, List.of()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("is not UTF-8 text");
    }

    private Map<String, String> load(String text, String... definitions) throws IOException {
        Files.writeString(directory.resolve(ConfigurationLoader.FILE_NAME), text);
        return loader().load(directory, List.of(definitions)).toMap();
    }

    private static ConfigurationLoader loader() {
        return new ConfigurationLoader(OptionRegistry.all());
    }
}
