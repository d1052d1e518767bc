package org.holdfast.examples.statemachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.file.FileAccess;
import org.holdfast.examples.LocalRun;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateMachineTest {

    private final FileAccess files = new HadoopFileAccess(new Configuration());

    @TempDir private Path folder;

    @Test
    void raisesTwoAlertsForEachFault() throws Exception {
        assertThat(alerts("--events", "40", "--machines", "3", "--fault-every", "17"))
                .containsExactly(
                        "machine 1: STOP while IDLE (event 16)",
                        "machine 1: STOP while IDLE (event 19)",
                        "machine 0: SWITCH_ON while IDLE (event 33)",
                        "machine 0: SWITCH_ON while IDLE (event 36)");
    }

    @Test
    void raisesNoAlertWhileEverythingIsRight() throws Exception {
        assertThat(alerts("--events", "990")).isEmpty();
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        assertThatThrownBy(() -> LocalRun.run(new StateMachine(), files, "--machines", "0"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("--machines is 0, --fault-every is 997 (expected: >= 1).");
    }

    private List<String> alerts(String... arguments) throws Exception {
        Path output = folder.resolve("out");
        String[] all =
                Stream.concat(
                                Stream.of(arguments),
                                Stream.of(
                                        "--rate",
                                        "1000000000",
                                        "--output",
                                        output.toUri().toString()))
                        .toArray(String[]::new);
        LocalRun.run(new StateMachine(), files, all);
        return Files.readAllLines(output.resolve("part-0"));
    }
}
