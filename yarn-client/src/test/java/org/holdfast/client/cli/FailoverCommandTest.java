package org.holdfast.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.client.cli.FakeJobManager.APPLICATION;
import static org.holdfast.client.cli.FakeJobManager.JOB;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ApplicationStatus.Phase;
import org.holdfast.client.deploy.AttemptStatus;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.dispatcher.RecoveryTimeline.Reached;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.AttemptLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast failover} against a YARN that is told and a JobManager that is back at once. */
class FailoverCommandTest {

    private static final AttemptStatus FIRST = new AttemptStatus(APPLICATION, 1, true);
    private static final RecoveryTimeline COMPLETE = timeline(0, Map.of(JOB, 900L));

    @TempDir Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FakeYarn yarn = new FakeYarn();
    private FakeJobManager jobManager;

    @BeforeEach
    void start() throws Exception {
        jobManager = new FakeJobManager();
        jobManager.set("high-availability", "zookeeper");
        jobManager.limitAttempts(new AttemptLimits(3, 4, 10_000));
        jobManager.recovered(COMPLETE);
        Files.writeString(
                folder.resolve("flink-conf.yaml"),
                "yarn.properties-file.location: " + folder + "\nrest.await-leader-timeout: 1 s\n");
        yarn.answers(
                new ApplicationStatus(
                        APPLICATION, "RUNNING", Phase.RUNNING, "", Optional.of(jobManager.url())));
        yarn.latestAttempts(
                FIRST,
                FIRST,
                new AttemptStatus(APPLICATION, 2, false),
                new AttemptStatus(APPLICATION, 2, true));
    }

    @AfterEach
    void stop() {
        jobManager.close();
    }

    private static RecoveryTimeline timeline(int awaited, Map<JobId, Long> firstCheckpoints) {
        return new RecoveryTimeline(
                2,
                1_000,
                List.of(
                        new Reached(RecoveryTimeline.Phase.ELECTED, 400),
                        new Reached(RecoveryTimeline.Phase.JOBS_LOADED, 500),
                        new Reached(RecoveryTimeline.Phase.PUBLISHED, 600),
                        new Reached(RecoveryTimeline.Phase.TASKS_RUNNING, 800)),
                1,
                awaited,
                firstCheckpoints,
                List.of());
    }

    private ExitCode run(String... words) {
        PrintStream out = new PrintStream(printed, true, UTF_8);
        Terminal terminal =
                new Terminal(InputStream.nullInputStream(), out, out, false, folder, "ada");
        ClusterAccess access = new ClusterAccess(terminal, configuration -> yarn);
        return new CommandRunner("holdfast failover", terminal)
                .run(new FailoverCommand(access), List.of(words));
    }

    private String printed() {
        return printed.toString(UTF_8);
    }

    @Test
    void failsTheAttemptAndShowsEveryStep() {
        assertThat(run("-yid", APPLICATION)).isEqualTo(ExitCode.OK);

        assertThat(yarn.failed()).containsExactly(FIRST);
        assertThat(printed().lines().map(line -> line.replaceAll("^ +-?\\d+ ms", "N ms")))
                .startsWith("Failing attempt 1 of " + APPLICATION + ".")
                .contains(
                        "N ms  attempt 1 was failed",
                        "N ms  YARN has made attempt 2",
                        "N ms  attempt 2 is registered with YARN")
                .containsSubsequence(
                        "N ms  the new JobManager's process begins",
                        "N ms  it is elected, in epoch 2",
                        "N ms  jobs loaded: 1 to go on with",
                        "N ms  its address is published",
                        "N ms  all tasks run",
                        "N ms  first checkpoint committed");
    }

    @Test
    void doesNotEndTheApplication() {
        yarn.attemptsEnded(2);
        assertThat(run("-yid", APPLICATION)).isEqualTo(ExitCode.CLUSTER);
        assertThat(printed())
                .contains(
                        "2 of the 3 attempts of application "
                                + APPLICATION
                                + " have ended in the last 10000 ms: failing one more would end the"
                                + " application. Nothing was done. Try again later.");

        jobManager.limitAttempts(new AttemptLimits(1, 4, -1));
        yarn.attemptsEnded(0);
        assertThat(run("-yid", APPLICATION)).isEqualTo(ExitCode.CLUSTER);
        assertThat(printed()).contains("has a single attempt");
        assertThat(yarn.failed()).isEmpty();
    }

    @Test
    void refusesWithoutHighAvailability() {
        jobManager.set("high-availability", "NONE");
        assertThat(run("-yid", APPLICATION)).isEqualTo(ExitCode.CLUSTER);
        assertThat(printed()).contains("has no high availability", "Nothing was done");
        assertThat(yarn.failed()).isEmpty();
    }

    @Test
    void needsYarn() {
        assertThat(run("-m", jobManager.address())).isEqualTo(ExitCode.USAGE);
        assertThat(printed()).contains("name the application with -yid");
    }

    @Test
    void saysWhatIsMissingWhenItTakesTooLong() {
        jobManager.recovered(timeline(1, Map.of()));
        assertThat(run("-yid", APPLICATION)).isEqualTo(ExitCode.CLUSTER);
        assertThat(printed())
                .contains("all tasks run") // as far as it came
                .contains(
                        "The recovery is not complete: 1 of 1 jobs do not run with all tasks. See"
                                + " holdfast list.");
    }

    @Test
    void isNotMisledByAJobManagerThatKnowsNoJobsYet() {
        jobManager.recovered(
                new RecoveryTimeline(
                        2,
                        300,
                        List.of(new Reached(RecoveryTimeline.Phase.ELECTED, 200)),
                        0,
                        0,
                        Map.of(),
                        List.of()));
        assertThat(run("-yid", APPLICATION)).isEqualTo(ExitCode.CLUSTER);
        assertThat(printed()).contains("it is elected", "The recovery is not complete");
    }

    @Test
    void saysThatTheApplicationEnded() {
        yarn.knows(APPLICATION, "FAILED", Phase.FAILED);
        assertThat(run("-yid", APPLICATION)).isEqualTo(ExitCode.CLUSTER);
        assertThat(printed()).contains(APPLICATION);
    }
}
