package org.holdfast.runtime.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.process.JvmOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchPlanTest {

    private static final String HA =
            """
            high-availability: zookeeper
            high-availability.storageDir: file:///tmp/ha
            high-availability.zookeeper.quorum: %s
            """;

    @TempDir Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void anEmptyConfiguration() throws IOException {
        write("flink-conf.yaml", "");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private int plan(String kind, String... definitions) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("test.sh", kind, directory.toString()));
        arguments.addAll(List.of(definitions));
        out.reset();
        err.reset();
        return LaunchPlanMain.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<String> planned(String kind, String... definitions) throws InterruptedException {
        int status = plan(kind, definitions);
        assertThat(status).as("%s%s", out, err).isZero();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void refused(int status, String message, String kind, String... definitions)
            throws InterruptedException {
        assertThat(plan(kind, definitions)).as("%s%s", out, err).isEqualTo(status);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message + "\n");
    }

    @Test
    void hasOneJvmOptionALine() throws Exception {
        List<String> expected = new ArrayList<>(List.of("pid-dir /tmp", "log-dir /var/log/a b"));
        JvmOptions.ofTaskManager(Configuration.empty())
                .forEach(option -> expected.add("jvm " + option));
        expected.add("jvm -Da=1");

        assertThat(planned("taskmanager", "env.log.dir=/var/log/a b", "env.java.opts=-Da=1"))
                .containsExactlyElementsOf(expected);
        assertThat(planned("jobmanager")).contains("jvm -XX:+UseSerialGC");
        assertThat(planned("zookeeper", "zookeeper.heap.mb=48")).contains("jvm -Xmx48m");
    }

    @Test
    void namesHostsAndHowToReachThem() throws Exception {
        write("masters", "node1:8081\n");
        write("workers", "node1\nnode2\n");

        assertThat(planned("cluster", "env.ssh.opts=-p 2222 ", "env.pid.dir=/var/run/x"))
                .containsExactly(
                        "pid-dir /var/run/x",
                        "mode single",
                        "ssh -p",
                        "ssh 2222",
                        "master node1 node1 8081",
                        "worker node1",
                        "worker node2");
    }

    @Test
    void withoutFilesThereIsOneOfEachOnThisMachine() throws Exception {
        assertThat(planned("cluster"))
                .containsExactly(
                        "pid-dir /tmp",
                        "mode single",
                        "master localhost localhost",
                        "worker localhost");
    }

    @Test
    void countsTheServersOfTheQuorum() throws Exception {
        write("masters", "localhost:8081\nlocalhost:8082\n");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write(
                    "flink-conf.yaml",
                    HA.formatted("localhost:1,localhost:" + server.getLocalPort()));

            assertThat(planned("cluster"))
                    .containsSubsequence(
                            "mode ha",
                            "peers 2",
                            "master localhost localhost 8081",
                            "master localhost localhost 8082");
        }
    }

    @Test
    void refusesAQuorumThatCannotBeReached() throws Exception {
        write("flink-conf.yaml", HA.formatted("localhost:1"));

        refused(
                1,
                "test.sh: ZooKeeper quorum localhost:1 cannot be reached (localhost:1: Connection"
                        + " refused). Start it with bin/start-zookeeper-quorum.sh, or correct"
                        + " high-availability.zookeeper.quorum.",
                "cluster");
    }

    @Test
    void saysOfEachServerWhyItCannotBeReached() throws Exception {
        write("flink-conf.yaml", HA.formatted("localhost:1,no-such-host.invalid:2181"));

        assertThat(plan("cluster")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "(localhost:1: Connection refused; no-such-host.invalid:2181: there is no"
                                + " such host)");
    }

    @Test
    void refusesAQuorumThatIsNoListOfServers() throws Exception {
        write("flink-conf.yaml", HA.formatted("localhost"));

        assertThat(plan("cluster")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("ZooKeeper quorum: 'localhost' (expected: host:port,host:port");
    }

    @Test
    void whatIsStoppedNeedsNoQuorum() throws Exception {
        write("flink-conf.yaml", HA.formatted("localhost:1"));

        assertThat(planned("cluster-hosts")).contains("master localhost localhost");
    }

    @Test
    void refusesHighAvailabilityWithoutItsSettings() throws Exception {
        assertThat(plan("cluster", "high-availability=zookeeper")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("test.sh: high-availability.storageDir is not set");
        assertThat(
                        plan(
                                "cluster",
                                "high-availability=zookeeper",
                                "high-availability.storageDir=/x"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("test.sh: high-availability.zookeeper.quorum is not set");
    }

    @Test
    void refusesSeveralMastersWithoutHighAvailability() throws Exception {
        write("masters", "localhost:8081\nlocalhost:8082\n");

        refused(
                2,
                "test.sh: %s names 2 JobManagers, and high-availability is NONE: without it there is one, and TaskManagers go to jobmanager.rpc.address. Set high-availability: zookeeper, or leave one line."
                        .formatted(directory.resolve("masters")),
                "cluster");
    }

    @Test
    void withoutHighAvailabilityTheJobManagerIsWhereTaskManagersLookForIt() throws Exception {
        assertThat(planned("cluster", "jobmanager.rpc.address=node7"))
                .contains("master localhost node7");

        write("masters", "node8:8081\n");
        refused(
                2,
                "test.sh: %s names node8, and TaskManagers go to jobmanager.rpc.address: node7. Name the same host in both."
                        .formatted(directory.resolve("masters")),
                "cluster",
                "jobmanager.rpc.address=node7");
    }

    @Test
    void warnsOfAJobManagerThatOthersCannotReach() throws Exception {
        write("workers", "localhost\nnode1\n");
        String warning =
                "warning TaskManagers on node1 cannot reach a JobManager at localhost: name hosts in %s as others know them."
                        .formatted(directory.resolve("masters"));

        assertThat(planned("cluster")).contains(warning);
        assertThat(planned("cluster-hosts")).doesNotContain(warning);
        assertThat(planned("cluster", "jobmanager.rpc.address=node0"))
                .noneMatch(line -> line.startsWith("warning"));
        write("workers", "localhost\n");
        assertThat(planned("cluster")).noneMatch(line -> line.startsWith("warning"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobmanager", "taskmanager", "zookeeper", "cluster"})
    void refusesAValueThatCannotBeUsed(String kind) throws Exception {
        refused(
                2,
                "test.sh: taskmanager.numberOfTaskSlots: 'many' is not valid (expected: whole"
                        + " number, 1 to 1024)",
                kind,
                "taskmanager.numberOfTaskSlots=many");
    }

    @ParameterizedTest
    @ValueSource(strings = {"folders", "cluster-hosts"})
    void whatCannotBeStartedAnyMoreCanStillBeStopped(String kind) throws Exception {
        assertThat(planned(kind, "taskmanager.numberOfTaskSlots=many")).contains("pid-dir /tmp");
    }

    @Test
    void warnsOfAKeyThatNobodyKnows() throws Exception {
        planned("taskmanager", "taskmanager.numberOfTaskSlot=2");

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "test.sh: Warning: Unknown key taskmanager.numberOfTaskSlot: it has no"
                                + " effect. Did you mean taskmanager.numberOfTaskSlots?\n");
    }

    @Test
    void refusesAPidFolderThatDependsOnWhereTheScriptIsCalled() throws Exception {
        refused(
                2,
                "test.sh: env.pid.dir: 'run' is not valid (expected: text, an absolute path on one"
                        + " line)",
                "folders",
                "env.pid.dir=run");
    }
}
