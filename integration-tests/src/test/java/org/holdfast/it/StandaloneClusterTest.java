package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.faults.HighAvailableCluster;
import org.holdfast.faults.StandaloneProcesses;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.task.ExecutionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of a standalone cluster with two JobManagers, with the processes as users have them
 * and a job whose JobManager fails.
 */
@Timeout(300)
class StandaloneClusterTest {

    private static final Pattern SUBMITTED =
            Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");
    private static final int TASKS = 3;

    @TempDir Path sandbox;

    private final List<Scripts> clusters = new ArrayList<>();
    private Scripts scripts;
    private Transcript page;
    private List<Integer> ports;

    @BeforeEach
    void configure() throws Exception {
        page =
                Transcript.of(
                        Client.findDistribution().resolve("docs/high-availability.md"),
                        "## A standalone cluster with two JobManagers");
        ports = freePorts(5);
        scripts = cluster("cluster_one", List.of(ports.get(1), ports.get(2)));
        Files.writeString(
                scripts.configuration("zoo.cfg"),
                "clientPort=%d\ndataDir=%s/zookeeper\nserver.0=localhost:%d:%d\n"
                        .formatted(ports.get(0), sandbox, ports.get(3), ports.get(4)));
    }

    /** The scripts of a cluster, all of whose processes are below a folder of its name. */
    private Scripts cluster(String id, List<Integer> masters) throws Exception {
        Scripts cluster = new Scripts(Files.createDirectory(sandbox.resolve(id)));
        clusters.add(cluster);
        cluster.withRealJava();
        Files.writeString(
                cluster.configuration("flink-conf.yaml"),
                """
                high-availability: zookeeper
                high-availability.zookeeper.quorum: localhost:%d
                high-availability.zookeeper.path.root: /flink
                high-availability.cluster-id: /%s # important: customize per cluster
                high-availability.storageDir: file://%s/recovery
                high-availability.zookeeper.client.session-timeout: 4 s
                taskmanager.numberOfTaskSlots: 2
                """
                        .formatted(ports.get(0), id, sandbox));
        Files.write(
                cluster.configuration("masters"),
                masters.stream().map(port -> "localhost:" + port).toList());
        return cluster;
    }

    @AfterEach
    void endEverything() {
        clusters.forEach(Scripts::close);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0));
        }
        List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private static ConditionFactory within(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions();
    }

    private void assertPrintsWhatThePageSays(String script) throws Exception {
        Scripts.Outcome outcome = scripts.call(script).expect(0);
        assertThat(outcome.err()).isEmpty();
        assertThat(Transcript.withoutIds(outcome.out())).isEqualTo(page.of("bin/" + script));
    }

    @Test
    void theExampleWorksAndItsJobOutlivesItsJobManagers() throws Exception {
        assertPrintsWhatThePageSays("start-zookeeper-quorum.sh");
        assertPrintsWhatThePageSays("start-cluster.sh");
        int other;
        try (HighAvailableCluster cluster = open("cluster_one")) {
            StandaloneProcesses processes =
                    new StandaloneProcesses(cluster, sandbox.resolve("cluster_one/pid"));
            JobId job = submit(scripts);
            within("all tasks to run").until(() -> runs(cluster, job));
            SortedMap<String, String> attempts = attempts(cluster, job);

            Container leader = processes.jobManagers().get(0);
            int port = port(cluster);
            leader.process().destroyForcibly();
            awaitAdoption(cluster, 2);
            assertThat(attempts(cluster, job)).isEqualTo(attempts);
            assertThat(processes.jobManagers().get(0).process()).isNotEqualTo(leader.process());

            scripts.call("jobmanager.sh", "start", "localhost", "" + port).expect(0);
            within("a redirect").until(() -> location(port).equals(location(cluster)));

            other = port(cluster);
            processes.jobManagers().get(0).process().destroy();
            awaitAdoption(cluster, 3);
            assertThat(port(cluster)).isEqualTo(port);
            assertThat(attempts(cluster, job)).isEqualTo(attempts);
        }
        scripts.call("jobmanager.sh", "start", "localhost", "" + other).expect(0);
        assertPrintsWhatThePageSays("stop-cluster.sh");
        assertPrintsWhatThePageSays("stop-zookeeper-quorum.sh");
        Awaitility.await("no process")
                .atMost(Duration.ofSeconds(30))
                .until(() -> scripts.processes().isEmpty());
    }

    @Test
    void clustersWithIdsOfTheirOwnShareAQuorumAndAStorageDirectory() throws Exception {
        scripts.call("start-zookeeper-quorum.sh").expect(0);
        scripts.call("start-cluster.sh").expect(0);
        JobId job = submit(scripts);
        Scripts others = cluster("cluster_two", freePorts(1));
        Files.writeString(
                others.configuration("flink-conf.yaml"),
                "jobmanager.reconciliation.timeout: 5 s\n", // nobody says that a TaskManager ended
                StandardOpenOption.APPEND);
        others.call("start-cluster.sh").expect(0);
        JobId another = submit(others);
        try (HighAvailableCluster one = open("cluster_one");
                HighAvailableCluster two = open("cluster_two")) {
            within("all tasks to run").until(() -> runs(one, job) && runs(two, another));
            for (HighAvailableCluster cluster : List.of(one, two)) {
                assertThat(cluster.ask(RestClient::jobs)).hasSize(1);
                assertThat(cluster.ask(RestClient::taskManagers)).hasSize(1);
            }
            SortedMap<String, String> attempts = attempts(one, job);

            others.call("stop-cluster.sh").expect(0);
            others.call("start-cluster.sh").expect(0);

            within("the other cluster to go on with its job")
                    .until(
                            () ->
                                    two.published().orElseThrow().epoch().number() == 2
                                            && runs(two, another));
            assertThat(attempts(one, job)).isEqualTo(attempts);
            assertThat(one.published().orElseThrow().epoch().number()).isEqualTo(1);
        }
    }

    private HighAvailableCluster open(String id) throws IOException {
        return HighAvailableCluster.open("localhost:" + ports.get(0), "/flink", id);
    }

    private JobId submit(Scripts cluster) throws Exception {
        String jar = Client.findDistribution().resolve("examples/StateMachine.jar").toString();
        Scripts.Outcome outcome =
                cluster.call(
                                "holdfast",
                                "run",
                                "-d",
                                "-p",
                                "2",
                                "-Dexecution.checkpointing.interval=500ms",
                                jar,
                                "--rate",
                                "2000",
                                "--output",
                                "file://" + sandbox + "/output-" + clusters.size())
                        .expect(0);
        Matcher submitted = SUBMITTED.matcher(outcome.out());
        assertThat(submitted.find()).as(outcome.out()).isTrue();
        return new JobId(submitted.group(1));
    }

    private static JobDetails details(HighAvailableCluster cluster, JobId job) {
        return cluster.ask(rest -> rest.job(job)).orElseThrow();
    }

    private static boolean runs(HighAvailableCluster cluster, JobId job) {
        JobDetails details = details(cluster, job);
        return details.summary().status() == JobStatus.RUNNING
                && details.vertices().stream()
                        .flatMap(vertex -> vertex.subtasks().stream())
                        .allMatch(subtask -> subtask.state() == ExecutionState.RUNNING)
                && cluster.ask(rest -> rest.checkpoints(job)).orElseThrow().completed() > 0;
    }

    private static SortedMap<String, String> attempts(HighAvailableCluster cluster, JobId job) {
        SortedMap<String, String> attempts = new TreeMap<>();
        details(cluster, job)
                .vertices()
                .forEach(
                        vertex ->
                                vertex.subtasks()
                                        .forEach(
                                                subtask ->
                                                        attempts.put(
                                                                vertex.name() + subtask.index(),
                                                                subtask.attempt()
                                                                        + " in "
                                                                        + subtask.taskManager())));
        return attempts;
    }

    private static void awaitAdoption(HighAvailableCluster cluster, long epoch) {
        within("the leader of epoch " + epoch)
                .until(
                        () ->
                                cluster.published()
                                        .filter(leader -> leader.epoch().number() == epoch)
                                        .isPresent());
        RecoveryTimeline timeline =
                within("all tasks to run again, and a checkpoint")
                        .until(
                                () -> cluster.ask(rest -> rest.recovery()),
                                recovery ->
                                        recovery.epoch() == epoch
                                                && recovery.awaitedJobs() == 0
                                                && !recovery.firstCheckpoints().isEmpty());
        assertThat(timeline.takeovers())
                .singleElement()
                .satisfies(
                        takeover -> {
                            assertThat(takeover.tasks().adoptedTasks()).isEqualTo(TASKS);
                            assertThat(takeover.tasks().restoredTasks()).isZero();
                        });
    }

    private static int port(HighAvailableCluster cluster) {
        return URI.create(cluster.published().orElseThrow().restUrl()).getPort();
    }

    private static String location(HighAvailableCluster cluster) {
        return cluster.published().orElseThrow().restUrl() + "/jobs/overview";
    }

    /** Where a standby sends who asks for its jobs. */
    private static String location(int port) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection)
                        URI.create("http://localhost:" + port + "/jobs/overview")
                                .toURL()
                                .openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setReadTimeout(5_000);
        return String.valueOf(connection.getHeaderField("Location"));
    }
}
