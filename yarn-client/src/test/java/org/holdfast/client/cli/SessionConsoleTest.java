package org.holdfast.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.holdfast.client.deploy.ApplicationStatus;
import org.junit.jupiter.api.Test;

class SessionConsoleTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FakeYarn yarn = new FakeYarn();

    @Test
    void stopsWhenTold() throws Exception {
        assertThat(run("help\nstop\n", Duration.ofSeconds(10)))
                .isEqualTo(SessionConsole.Outcome.STOP);
    }

    @Test
    void showsHelpForWhatItDoesNotKnow() throws Exception {
        assertThat(run("halt\nquit\n", Duration.ofSeconds(10)))
                .isEqualTo(SessionConsole.Outcome.STOP);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Unknown command 'halt'. Showing help:");
    }

    @Test
    void goesOnWhenInputEndsUntilTheApplicationDoes() throws Exception {
        yarn.answers(running(), running(), ended(ApplicationStatus.Phase.FAILED));
        assertThat(run("", Duration.ofSeconds(10))).isEqualTo(SessionConsole.Outcome.FAILED);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("The Flink Yarn cluster has failed.");
    }

    @Test
    void waitsForAResourceManagerThatIsAwayForAWhile() throws Exception {
        yarn.answers(running(), null, null, running(), ended(ApplicationStatus.Phase.SUCCEEDED));
        assertThat(run("", Duration.ofSeconds(10))).isEqualTo(SessionConsole.Outcome.ENDED);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("unknown state")
                .contains("The ResourceManager answers again");
    }

    @Test
    void givesUpWhenTheResourceManagerStaysAway() throws Exception {
        yarn.answers(running(), null);
        assertThat(run("", Duration.ofMillis(100))).isEqualTo(SessionConsole.Outcome.LOST);
    }

    @Test
    void goesOnWhileTheJobManagerIsRestarted() throws Exception {
        yarn.answers(
                runningAt("http://a:1"),
                new ApplicationStatus(
                        "application_1_1",
                        "ACCEPTED",
                        ApplicationStatus.Phase.STARTING,
                        "",
                        Optional.empty()),
                runningAt("http://a:2"),
                runningAt("http://a:3"),
                ended(ApplicationStatus.Phase.SUCCEEDED));
        assertThat(run("", Duration.ofSeconds(10))).isEqualTo(SessionConsole.Outcome.ENDED);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsSubsequence(
                        "The JobManager of the session is being restarted; the session goes on.",
                        "The JobManager is back at http://a:2.",
                        "The JobManager of the session is being restarted; the session goes on.",
                        "The JobManager is back at http://a:3.");
    }

    private SessionConsole.Outcome run(String typed, Duration patience) throws Exception {
        InputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(in, out, out, false, Path.of("."), "ada");
        return new SessionConsole(yarn, "application_1_1", terminal, patience, SHORT).run();
    }

    private static ApplicationStatus running() {
        return new ApplicationStatus(
                "application_1_1",
                "RUNNING",
                ApplicationStatus.Phase.RUNNING,
                "",
                Optional.empty());
    }

    private static ApplicationStatus runningAt(String url) {
        return new ApplicationStatus(
                "application_1_1",
                "RUNNING",
                ApplicationStatus.Phase.RUNNING,
                "",
                Optional.of(URI.create(url)));
    }

    private static ApplicationStatus ended(ApplicationStatus.Phase phase) {
        return new ApplicationStatus("application_1_1", phase.name(), phase, "", Optional.empty());
    }
}
