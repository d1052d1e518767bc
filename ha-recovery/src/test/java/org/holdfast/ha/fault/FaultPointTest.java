package org.holdfast.ha.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultPointTest {

    private static final int KILLED = 137;

    @TempDir Path folder;

    /** Passes two points, three times each. */
    static final class Passer {

        private Passer() {}

        public static void main(String[] arguments) {
            for (int pass = 1; pass <= 3; pass++) {
                FaultPoint.hit("C6");
                System.out.println("C6 " + pass);
                FaultPoint.hit("C6+");
                System.out.println("C6+ " + pass);
            }
        }
    }

    record Run(int status, List<String> passed) {}

    @Test
    void passesEveryPointUnlessOneIsNamed() throws Exception {
        assertThat(run().passed()).hasSize(6);
        assertThat(run("-Dholdfast.fault-point=C7")).isEqualTo(run());
    }

    @Test
    void diesAtTheNamedPoint() throws Exception {
        assertThat(run("-Dholdfast.fault-point=C6")).isEqualTo(new Run(KILLED, List.of()));
        assertThat(run("-Dholdfast.fault-point=C6+")).isEqualTo(new Run(KILLED, List.of("C6 1")));
        assertThat(run("-Dholdfast.fault-point=C6:1"))
                .isEqualTo(new Run(KILLED, List.of("C6 1", "C6+ 1")));
    }

    @Test
    void letsOneProcessDieOnlyIfSaidSo() throws Exception {
        String[] properties = {
            "-Dholdfast.fault-point=C6", "-Dholdfast.fault-point.once=" + folder.resolve("once")
        };

        assertThat(run(properties).status()).isEqualTo(KILLED);
        assertThat(run(properties)).isEqualTo(run());
    }

    @Test
    void failsWhereTheFileOfThatProcessCannotBe() throws Exception {
        Path nowhere = folder.resolve("none/once");

        Run run = run("-Dholdfast.fault-point=C6", "-Dholdfast.fault-point.once=" + nowhere);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.passed()).isEmpty();
    }

    @Test
    void standsStillAtTheNamedPointUntilItIsToldToGoOn() throws Exception {
        Process process = start("-Dholdfast.fault-point=C6", "-Dholdfast.fault-point.action=stop");
        try {
            await("it stands still").until(() -> stateOf(process), state -> state == 'T');

            new ProcessBuilder("kill", "-CONT", Long.toString(process.pid())).start().waitFor();

            assertThat(finish(process)).isEqualTo(run());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void knowsTwoActions() throws Exception {
        assertThat(run("-Dholdfast.fault-point=C6", "-Dholdfast.fault-point.action=sleep"))
                .isEqualTo(new Run(1, List.of()));
    }

    /** As proc(5) has it: after the command's name, which is in parentheses. */
    private static char stateOf(Process process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    private static Run run(String... properties) throws IOException, InterruptedException {
        Process process = start(properties);
        try {
            return finish(process);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String... properties) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(properties));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Passer.class.getName()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static Run finish(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
        return new Run(
                process.exitValue(), output.lines().filter(line -> line.startsWith("C6")).toList());
    }
}
