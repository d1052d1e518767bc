package org.holdfast.localhadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHadoopTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void servesClientsThroughItsConfigurationAndStopsWithEveryContainer() throws Exception {
        LocalHadoopOptions options =
                LocalHadoopOptions.in(folder.resolve("cluster"))
                        .withNodes(1, 1024, 3)
                        .withHeartbeat(Duration.ofMillis(100))
                        .withMaxAttempts(7);
        LocalHadoop cluster = LocalHadoop.start(options);
        List<ProcessHandle> containers;
        InetSocketAddress zooKeeper;
        try (cluster) {
            Configuration client = cluster.configuration();
            assertThat(client.getInt("yarn.resourcemanager.am.max-attempts", 0)).isEqualTo(7);
            zooKeeper = address(cluster.zooKeeperConnect());
            assertThat(canConnect(zooKeeper)).isTrue();
            writesAndReadsFiles(client);
            try (YarnClient yarn = YarnClient.createYarnClient()) {
                yarn.init(client);
                yarn.start();
                seesTheNode(yarn);
                Path written = folder.resolve("environment");
                launch(yarn, "env > " + written + ".tmp; mv " + written + ".tmp " + written);
                await().atMost(BOUND).until(() -> Files.exists(written));
                assertThat(Files.readAllLines(written))
                        .contains("HADOOP_CONF_DIR=" + cluster.configurationDirectory())
                        .contains("JAVA_HOME=" + System.getProperty("java.home"));
            }
            containers = cluster.containerProcesses();
            assertThat(containers).isNotEmpty();
        }

        assertThat(containers).noneMatch(ProcessHandle::isAlive);
        assertThat(cluster.containerProcesses()).isEmpty();
        assertThat(canConnect(zooKeeper)).isFalse();
        assertThat(folder.resolve("cluster/addresses")).doesNotExist();
    }

    @Test
    void refusesAFolderThatIsNotItsOwn() throws IOException {
        Path precious = Files.writeString(folder.resolve("thesis.txt"), "three years of work");

        assertThatThrownBy(() -> LocalHadoop.start(LocalHadoopOptions.in(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("Name an empty or a new folder");
        assertThat(precious).exists();
    }

    private static void writesAndReadsFiles(Configuration client) throws IOException {
        try (FileSystem files = FileSystem.newInstance(client)) {
            org.apache.hadoop.fs.Path file =
                    new org.apache.hadoop.fs.Path(files.getHomeDirectory(), "greeting");
            try (OutputStream out = files.create(file, false)) {
                out.write("hello".getBytes(UTF_8));
            }
            try (FSDataInputStream in = files.open(file)) {
                assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("hello");
            }
        }
    }

    private static void seesTheNode(YarnClient yarn) throws Exception {
        List<NodeReport> nodes = yarn.getNodeReports(NodeState.RUNNING);
        assertThat(nodes)
                .singleElement()
                .extracting(NodeReport::getCapability)
                .isEqualTo(Resource.newInstance(1024, 3));
    }

    /**
     * Starts an ApplicationMaster that runs the command and then stays: stopping has something to
     * kill.
     */
    private static void launch(YarnClient yarn, String command) throws Exception {
        ApplicationSubmissionContext application =
                yarn.createApplication().getApplicationSubmissionContext();
        application.setApplicationName("stays");
        application.setResource(Resource.newInstance(64, 1));
        application.setAMContainerSpec(
                ContainerLaunchContext.newInstance(
                        Map.of(), Map.of(), List.of(command + "; sleep 600"), null, null, null));
        yarn.submitApplication(application);
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon),
                Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    private static boolean canConnect(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
