package org.holdfast.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.client.cli.FakeJobManager.APPLICATION;
import static org.holdfast.client.cli.FakeJobManager.JOB;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ApplicationStatus.Phase;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client goes where its JobManager goes. */
class FollowedJobManagerTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FakeCluster cluster = new FakeCluster();
    private FakeJobManager first;
    private FakeJobManager second;

    @BeforeEach
    void start() throws Exception {
        first = new FakeJobManager();
        second = new FakeJobManager();
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void asksTheNextAttemptTheSameAgain() throws Exception {
        FollowedJobManager jobManager = follow("1 min");
        assertThat(job(jobManager)).isPresent();
        first.close();
        cluster.reports(starting(), starting(), running(second.url()));

        assertThat(job(jobManager)).isPresent();

        assertThat(jobManager.current().restUrl()).isEqualTo(second.url());
        assertThat(printed())
                .hasSize(2)
                .anyMatch(
                        line ->
                                line.contains(first.url() + " does not answer: it is being")
                                        && line.contains("for up to 60 s."))
                .anyMatch(line -> line.contains("The JobManager is back at " + second.url()));
    }

    @Test
    void repeatsAChangeUntilItIsAcknowledged() throws Exception {
        FollowedJobManager jobManager = follow("1 min");
        first.close();
        cluster.reports(running(second.url()));

        Optional<JobStatus> status = jobManager.ask(rest -> rest.cancel(JOB));

        assertThat(status).contains(JobStatus.CANCELED);
        assertThat(second.changes()).hasSize(1);
    }

    @Test
    void goesWhereTheLeaderHasPublishedThatItServesWhileYarnIsAway() throws Exception {
        FollowedJobManager jobManager = follow("1 min");
        first.close();
        cluster.reports((ApplicationStatus) null);
        cluster.published = Optional.of(second.url());

        assertThat(job(jobManager)).isPresent();

        assertThat(cluster.clusterIds).containsOnly(APPLICATION);
    }

    @Test
    void goesToNobodyElseWhoHasTakenThePort() throws Exception {
        FollowedJobManager jobManager = follow("1 min");
        first.close();
        try (FakeJobManager foreign = new FakeJobManager("application_1700000000000_0099")) {
            cluster.reports(running(foreign.url()), running(foreign.url()), running(second.url()));

            jobManager.ask(rest -> rest.cancel(JOB));

            assertThat(foreign.changes()).isEmpty();
            assertThat(second.changes()).hasSize(1);
        }
    }

    @Test
    void endsWithTheApplication() throws Exception {
        FollowedJobManager jobManager = follow("1 min");
        first.close();
        cluster.reports(starting(), ended(Phase.FAILED));

        assertThatThrownBy(() -> jobManager.ask(rest -> rest.job(JOB)))
                .isInstanceOf(ApplicationEndedException.class)
                .hasMessage("Application " + APPLICATION + " has ended (FAILED): 2 attempts");
    }

    @Test
    void saysNothingOfARestartWhenTheApplicationEndsInOrder() throws Exception {
        FollowedJobManager jobManager = follow("1 min");
        first.close();
        cluster.reports(ended(Phase.SUCCEEDED));

        assertThat(new JobWatch(jobManager, JOB, terminal()).await()).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsExactly(
                        "Job with JobID "
                                + JOB
                                + " has ended: application "
                                + APPLICATION
                                + " SUCCEEDED.");
    }

    @Test
    void givesUpAfterTheTimeoutAndSaysThatTheJobsMayRun() throws Exception {
        FollowedJobManager jobManager = follow("300 ms");
        first.close();
        cluster.reports(starting());

        assertThatThrownBy(() -> jobManager.ask(rest -> rest.job(JOB)))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("rest.await-leader-timeout")
                .hasMessageContaining("may still run");
    }

    @Test
    void takesARefusalForAnAnswer() throws Exception {
        FollowedJobManager jobManager = follow("1 min");

        assertThatThrownBy(() -> jobManager.ask(RestClient::jobManagerLog))
                .isInstanceOf(RestException.class);
        assertThat(printed()).isEmpty();
    }

    private static Optional<JobDetails> job(FollowedJobManager jobManager) throws Exception {
        return jobManager.ask(rest -> rest.job(JOB));
    }

    private FollowedJobManager follow(String patience) {
        Configuration configuration =
                Configuration.empty()
                        .withAll(
                                Map.of(
                                        RestOptions.AWAIT_LEADER_TIMEOUT.key(),
                                        patience,
                                        RestOptions.RETRY_ATTEMPTS.key(),
                                        "0"));
        return new FollowedJobManager(
                new ClusterAccess.Connection(first.url(), Optional.of(APPLICATION), configuration),
                cluster,
                configuration,
                terminal());
    }

    private Terminal terminal() {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Terminal(InputStream.nullInputStream(), out, out, false, Path.of("."), "ada");
    }

    private List<String> printed() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static ApplicationStatus running(URI url) {
        return new ApplicationStatus(APPLICATION, "RUNNING", Phase.RUNNING, "", Optional.of(url));
    }

    private static ApplicationStatus starting() {
        return new ApplicationStatus(APPLICATION, "ACCEPTED", Phase.STARTING, "", Optional.empty());
    }

    private static ApplicationStatus ended(Phase phase) {
        return new ApplicationStatus(
                APPLICATION, "FINISHED", phase, "2 attempts", Optional.empty());
    }

    /** Reports in turn, the last report for ever; null stands for no answer. */
    private static final class FakeCluster implements JobManagerLocator {

        private final Deque<Optional<ApplicationStatus>> reports = new ArrayDeque<>();
        private final List<String> clusterIds = new ArrayList<>();
        private Optional<URI> published = Optional.empty();

        void reports(ApplicationStatus... inTurn) {
            for (ApplicationStatus status : inTurn) {
                reports.add(Optional.ofNullable(status));
            }
        }

        @Override
        public Optional<ApplicationStatus> application() {
            return reports.size() > 1 ? reports.remove() : reports.element();
        }

        @Override
        public Optional<URI> published(String clusterId) {
            clusterIds.add(clusterId);
            return published;
        }

        @Override
        public void close() {}
    }
}
