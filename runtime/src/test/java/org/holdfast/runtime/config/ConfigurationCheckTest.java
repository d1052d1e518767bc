package org.holdfast.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationCheckTest {

    @Test
    void reportsAllProblemsTogether() {
        ConfigurationCheck check =
                check(
                        Map.of(
                                "rest.port",
                                "many",
                                "web.timeout",
                                "-1",
                                "rest.bind-port",
                                "8081-80"));

        assertThat(check.problems()).hasSize(3);
        assertThatThrownBy(check::requireValid)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(
                        "rest.port: 'many' is not valid (expected: whole number, 0 to 65535)")
                .hasMessageContaining("web.timeout: '-1'")
                .hasMessageContaining("rest.bind-port: '8081-80'");
    }

    @Test
    void warnsOfUnknownKeysAndNamesTheNearest() {
        assertThat(check(Map.of("rest.prot", "1", "something.else.entirely", "x")).warnings())
                .containsExactly(
                        "Unknown key rest.prot: it has no effect. Did you mean rest.port?",
                        "Unknown key something.else.entirely: it has no effect.");
    }

    @Test
    void acceptsWhatIsValid() {
        ConfigurationCheck check =
                check(
                        Map.of(
                                "high-availability", "none",
                                "high-availability.cluster-id", "/default_ns",
                                "rest.bind-port", "50010,50011,50020-50025, 50050 - 50075"));

        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings()).isEmpty();
        check.requireValid();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "zookeeper", "ZOOKEEPER", "org.example.MyHaServicesFactory"})
    void takesHighAvailability(String mode) {
        check(Map.of("high-availability", mode)).requireValid();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zookeper", "etcd", "on", "org.example."})
    void refusesHighAvailabilityThatIsNotThere(String mode) {
        assertThatThrownBy(check(Map.of("high-availability", mode))::requireValid)
                .hasMessageContaining("high-availability: '" + mode + "'")
                .hasMessageContaining("NONE, zookeeper, or the name of a factory class");
    }

    private static ConfigurationCheck check(Map<String, String> values) {
        return ConfigurationCheck.of(Configuration.of(values), OptionRegistry.all());
    }
}
