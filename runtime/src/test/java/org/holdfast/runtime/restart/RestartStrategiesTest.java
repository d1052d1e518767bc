package org.holdfast.runtime.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestartStrategiesTest {

    private static RestartStrategy strategy(Map<String, String> cluster, Map<String, String> job) {
        return new RestartStrategies(Configuration.of(cluster), new Random(1))
                .forJob(Configuration.of(job));
    }

    @Test
    void aJobIsNotRestartedUnlessToldSo() {
        assertThat(strategy(Map.of(), Map.of()).onFailure(0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "none, none",
        "off, none",
        "disable, none",
        "fixed-delay, fixed-delay",
        "fixeddelay, fixed-delay",
        "FixedDelay, fixed-delay",
        "failure-rate, failure-rate",
        "failurerate, failure-rate",
        "exponential-delay, exponential-delay",
        "exponentialdelay, exponential-delay",
    })
    void eachNameMeansAStrategy(String name, String meaning) {
        for (String key : new String[] {"restart-strategy", "restart-strategy.type"}) {
            assertThat(strategy(Map.of(key, name), Map.of()).describe(0)).startsWith(meaning);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none"})
    void aJobThatTakesCheckpointsIsRestartedUnlessToldOff(String name) {
        Map<String, String> settings = new HashMap<>();
        settings.put("execution.checkpointing.interval", "1 s");
        if (!name.isEmpty()) {
            settings.put("restart-strategy", name);
        }
        RestartStrategy strategy = strategy(Map.of(), settings);
        for (int failure = 0; failure < 1000; failure++) {
            assertThat(strategy.onFailure(failure)).contains(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "disable"})
    void aJobToldOffIsNotRestartedWhateverElseIsSet(String name) {
        Map<String, String> settings =
                Map.of(
                        "execution.checkpointing.interval", "1 s",
                        "restart-strategy", name,
                        "restart-strategy.fixed-delay.attempts", "7");
        assertThat(strategy(settings, Map.of()).onFailure(0)).isEmpty();
    }

    @Test
    void anUnknownNameIsRefusedAtStartWithTheKnownOnes() {
        Configuration cluster = Configuration.of(Map.of("restart-strategy", "fixed"));
        assertThatThrownBy(() -> new RestartStrategies(cluster, new Random(1)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("restart-strategy: 'fixed'")
                .hasMessageContaining("failure-rate");
    }

    @Test
    void theSeedsExampleGivesThreeRestartsTenSecondsApart() {
        RestartStrategy strategy =
                strategy(
                        Map.of(
                                "restart-strategy", "fixed-delay",
                                "restart-strategy.fixed-delay.attempts", "3",
                                "restart-strategy.fixed-delay.delay", "10 s"),
                        Map.of());

        assertThat(strategy.describe(0)).contains("3 of 3 restarts left", "10000 ms");
        for (int i = 0; i < 3; i++) {
            assertThat(strategy.onFailure(i)).contains(Duration.ofSeconds(10));
        }
        assertThat(strategy.onFailure(3)).isEmpty();
    }

    @Test
    void whatAJobSetsWinsUnderAnyOfItsNames() {
        Map<String, String> cluster =
                Map.of(
                        "restart-strategy",
                        "fixed-delay",
                        "restart-strategy.fixed-delay.delay",
                        "10 s");

        assertThat(strategy(cluster, Map.of("restart-strategy.type", "off")).onFailure(0))
                .isEmpty();
        assertThat(
                        strategy(cluster, Map.of("restart-strategy.fixed-delay.delay", "5 ms"))
                                .onFailure(0))
                .contains(Duration.ofMillis(5));
        assertThat(
                        strategy(cluster, Map.of("restart-strategy.fixed-delay.attempts", "7"))
                                .describe(0))
                .contains("7 of 7", "10000 ms");
    }

    @Test
    void anInitialDelayAboveTheLongestIsRefused() {
        Map<String, String> settings =
                Map.of(
                        "restart-strategy",
                        "exponential-delay",
                        "restart-strategy.exponential-delay.initial-backoff",
                        "2 min");

        assertThatThrownBy(() -> strategy(settings, Map.of()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("initial-backoff")
                .hasMessageContaining("max-backoff");
    }
}
