package org.holdfast.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskManagerOptionsTest {

    @Test
    void defaultsAreFlinks() {
        Configuration none = Configuration.empty();
        assertThat(none.get(TaskManagerOptions.SLOTS)).isEqualTo(1);
        assertThat(none.get(TaskManagerOptions.HEARTBEAT_INTERVAL)).hasSeconds(10);
        assertThat(none.get(TaskManagerOptions.REGISTRATION_TIMEOUT)).hasMinutes(5);
        assertThat(none.get(TaskManagerOptions.CANCELLATION_INTERVAL)).hasSeconds(30);
        assertThat(none.get(TaskManagerOptions.CANCELLATION_TIMEOUT)).hasSeconds(180);
        assertThat(none.get(TaskManagerOptions.BUFFER_TIMEOUT)).hasMillis(100);
    }

    @Test
    void newerNameOfTheBufferTimeoutIsAccepted() {
        Configuration configuration =
                Configuration.of(Map.of("execution.buffer-timeout.interval", "20 ms"));
        assertThat(configuration.get(TaskManagerOptions.BUFFER_TIMEOUT))
                .isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> TaskManagerOptions.SLOTS.parse("0"))
                .hasMessage(
                        "taskmanager.numberOfTaskSlots: '0' is not valid (expected: whole number, 1"
                                + " to 1024)");
        assertThatThrownBy(() -> TaskManagerOptions.RPC_PORT.parse("65536"))
                .isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> TaskManagerOptions.CANCELLATION_TIMEOUT.parse("0 s"))
                .hasMessageContaining("longer than 0");
    }
}
