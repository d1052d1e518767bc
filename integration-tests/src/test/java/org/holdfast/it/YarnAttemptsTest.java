package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.awaitility.Awaitility;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.faults.JobManagerFailover.Times;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.LeaderAttempt;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.localhadoop.LocalHadoopExtension;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.rest.client.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often YARN starts an ApplicationMaster again, and what becomes of its containers and its job.
 * One session lives through all of it; only failures within the interval count against its two
 * attempts.
 */
@ExtendWith(LocalHadoopExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class YarnAttemptsTest {

    private static final Duration INTERVAL = Duration.ofSeconds(6);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir static Path directory;

    private static LocalHadoop hadoop;
    private static YarnClient yarn;
    private static Client client;
    private static HighlyAvailableSession session;

    @BeforeAll
    static void start(LocalHadoop shared) throws Exception {
        hadoop = shared;
        client = new Client(Files.createDirectory(directory.resolve("client")), hadoop);
        yarn = YarnClient.createYarnClient();
        yarn.init(hadoop.configuration());
        yarn.start();
        session =
                new HighlyAvailableSession(
                        client, hadoop, yarn, settings(INTERVAL.toMillis() + " ms"));
    }

    @AfterAll
    static void stop() throws Exception {
        session.close();
        yarn.stop();
    }

    private static Map<String, String> settings(String interval) {
        Map<String, String> settings = HighlyAvailableSession.settings(hadoop);
        settings.put("yarn.application-attempts", "2");
        settings.put("yarn.application-attempt-failures-validity-interval", interval);
        return settings;
    }

    @Test
    @Order(1)
    void afterAKillTheJobGoesOnInTheSameContainers() throws Exception {
        Times times = session.failOnce(INTERVAL, ApplicationProcesses::kill);

        assertGoesOn(times);
    }

    /** It does not know that it was given up: a test stands for the attempt that follows it. */
    @Test
    @Order(2)
    void aFrozenAttemptThatComesBackEndsAndChangesNothing() throws Exception {
        int attempt = session.processes().jobManagers().get(0).attempt();

        Times times = session.failOnce(INTERVAL, YarnAttemptsTest::freezeUntilAnotherWasElected);

        assertThat(session.attempts().get(attempt).getDiagnostics()).contains("exitCode: 3");
        assertGoesOn(times);
    }

    private static void freezeUntilAnotherWasElected(Container zombie)
            throws IOException, InterruptedException {
        signal("STOP", zombie);
        try (CoordinationStore next = session.services().openStore(() -> {})) {
            LeaderCandidate old = next.currentEpoch().orElseThrow().candidate();
            LeaderCandidate candidate =
                    new LeaderCandidate(old.attemptId() + 1, session.application() + " in a test");
            LeaderEpoch epoch = next.campaign(candidate).orElseThrow();
            SortedMap<String, String> before = everythingIn(next);
            signal("CONT", zombie);
            ApplicationProcesses.awaitDeath(zombie);
            assertThat(everythingIn(next)).isEqualTo(before);
            assertThat(next.currentEpoch()).contains(new ElectedLeader(epoch, candidate));
        }
    }

    @Test
    @Order(3)
    void aResourceManagerThatWasAwayStartsTheNextAttemptWhenItIsBack() throws Exception {
        Times times =
                session.failOnce(
                        INTERVAL,
                        applicationMaster -> {
                            hadoop.yarn().stopResourceManager(0);
                            ApplicationProcesses.kill(applicationMaster);
                            hadoop.yarn().restartResourceManager(0);
                        });

        assertGoesOn(times);
    }

    private static void assertGoesOn(Times times) {
        assertThat(times.containersKept()).as("TaskManagers in the same containers").isTrue();
        assertThat(times.requested()).as("containers requested").isZero();
        JobDetails job = session.cluster().ask(rest -> rest.job(session.job())).orElseThrow();
        assertThat(job.vertices())
                .as("tasks go on untouched")
                .flatMap(JobDetails.Vertex::subtasks)
                .extracting(JobDetails.Subtask::attempt)
                .containsOnly(0);
        assertThat(session.cluster().ask(RestClient::recovery).takeovers())
                .allSatisfy(takeover -> assertThat(takeover.tasks().restoredTasks()).isZero())
                .hasSize(1);
    }

    /** Three have failed before, one at a time. */
    @Test
    @Order(4)
    void asManyFailuresWithinTheIntervalAsThereAreAttemptsEndTheApplication() throws Exception {
        session.failOnce(INTERVAL, ApplicationProcesses::kill);
        int failed = session.attempts().size() - 1;
        assertThat(failed).isEqualTo(4);
        session.awaitFailuresAreOlderThan(INTERVAL);

        for (int kill = 1; kill <= 2; kill++) {
            ApplicationProcesses.kill(awaitJobManager(failed + kill));
        }

        ApplicationReport end = session.awaitEnd();
        assertThat(end.getYarnApplicationState()).isEqualTo(YarnApplicationState.FAILED);
        assertThat(session.attempts()).hasSize(failed + 2);
        Awaitility.await("no process is left")
                .atMost(LONGEST)
                .until(() -> session.processes().taskManagers().isEmpty());
        try (CoordinationReader reader = session.services().openReader()) {
            assertThat(everythingIn(reader)).containsKey("jobs/" + session.job() + "/graph");
        }
    }

    private static Container awaitJobManager(int attempt) {
        return Awaitility.await("process of attempt " + attempt)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () ->
                                session.processes().jobManagers().stream()
                                        .filter(one -> one.attempt() == attempt)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** YARN would go on for ever: no two failures are within a millisecond. */
    @Test
    @Order(5)
    void aCrashLoopEndsWithItsHistory() throws Exception {
        Map<String, String> settings = settings("1 ms");
        settings.put("env.java.opts.jobmanager", "-Dholdfast.fault-point=S8");
        ApplicationId application;
        try (ClientProcess start = client.yarnSession(HighlyAvailableSession.words(settings))) {
            application = ApplicationId.fromString(start.awaitOutput("(application_\\d+_\\d+)"));
            start.awaitExit();
        }

        try {
            ApplicationReport end = HighlyAvailableSession.awaitEnd(yarn, application);

            assertThat(end.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
            assertThat(end.getDiagnostics())
                    .contains("2 attempts in a row", "Attempt 1 led from", "Attempt 2 led from")
                    .contains("-z " + application);
            assertThat(yarn.getApplicationAttempts(application)).hasSize(3);
            assertThatItsHistoryStays(settings, application);
        } finally {
            yarn.killApplication(application); // changes nothing if it is over
        }
    }

    private static void assertThatItsHistoryStays(
            Map<String, String> settings, ApplicationId application) throws IOException {
        try (CoordinationReader reader =
                HighAvailability.services(Configuration.of(settings), application.toString())
                        .orElseThrow()
                        .openReader()) {
            assertThat(reader.attempts())
                    .extracting(LeaderAttempt::progressed)
                    .containsExactly(false, false, false);
        }
    }

    /** Returns when it has arrived. */
    private static void signal(String signal, Container container)
            throws IOException, InterruptedException {
        long pid = container.process().pid();
        int exit = new ProcessBuilder("kill", "-" + signal, "" + pid).start().waitFor();
        assertThat(exit).as("exit status of kill -%s %s", signal, pid).isZero();
    }

    private static SortedMap<String, String> everythingIn(CoordinationReader reader)
            throws IOException {
        SortedMap<String, String> values = new TreeMap<>();
        for (String name : reader.topNames()) {
            addBelow(new CoordinationPath(name), reader, values);
        }
        return values;
    }

    private static void addBelow(
            CoordinationPath path, CoordinationReader reader, SortedMap<String, String> values)
            throws IOException {
        reader.read(path).ifPresent(value -> values.put(path.text(), value));
        List<String> names = reader.children(path);
        for (String name : names) {
            addBelow(path.child(name), reader, values);
        }
    }
}
