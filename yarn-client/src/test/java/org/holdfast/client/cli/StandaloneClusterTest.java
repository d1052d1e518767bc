package org.holdfast.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.PublishedLeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JobManager a command goes to without YARN. */
class StandaloneClusterTest {

    @TempDir Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private FakeJobManager jobManager;
    private ClusterAccess access;

    @BeforeEach
    void start() throws Exception {
        MemoryServices.clear();
        jobManager = new FakeJobManager("cluster_one");
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        access =
                new ClusterAccess(
                        new Terminal(
                                InputStream.nullInputStream(), out, out, false, folder, "ada"));
    }

    @AfterEach
    void stop() {
        jobManager.close();
        MemoryServices.clear();
    }

    private URI connect(List<String> settings, String... words) throws Exception {
        List<String> file = new ArrayList<>(settings);
        file.add("yarn.properties-file.location: " + folder);
        file.add("rest.await-leader-timeout: 300 ms");
        Files.write(folder.resolve("flink-conf.yaml"), file);
        CommandLine line = JobFlags.addTo(new CommandOptions()).parse(List.of(words), false);
        return access.connect(Target.of(line), JobFlags.configuration(line, access)).restUrl();
    }

    private List<String> configured() {
        URI url = jobManager.url();
        return List.of("jobmanager.rpc.address: " + url.getHost(), "rest.port: " + url.getPort());
    }

    private static List<String> highlyAvailable() {
        return List.of(
                "high-availability: " + MemoryServices.class.getName(),
                "high-availability.storageDir: file:///unused",
                "high-availability.cluster-id: /cluster_one");
    }

    @Test
    void goesToTheConfiguredAddress() throws Exception {
        assertThat(connect(configured())).isEqualTo(jobManager.url());
        assertThat(connect(configured(), "-t", "remote")).isEqualTo(jobManager.url());
    }

    @Test
    void theAddressOfTheRestInterfaceWins() throws Exception {
        URI url = jobManager.url();
        assertThat(
                        connect(
                                List.of(
                                        "jobmanager.rpc.address: elsewhere.invalid",
                                        "rest.address: " + url.getHost(),
                                        "rest.port: " + url.getPort())))
                .isEqualTo(url);
    }

    @Test
    void goesToTheLeaderThatIsPublished() throws Exception {
        lead("http://one:8081");
        assertThat(connect(highlyAvailable())).isEqualTo(URI.create("http://one:8081"));
    }

    private static InMemoryCoordinationStore lead(String url) throws Exception {
        InMemoryCoordinationStore store = MemoryServices.store("cluster_one");
        store.publish(
                new PublishedLeader(
                        store.campaign(new LeaderCandidate(1, "test")).orElseThrow(),
                        "one:6123",
                        url));
        return store;
    }

    @Test
    void waitsForALeaderAndSaysSo() throws Exception {
        lead("http://one:8081").close();
        assertThatThrownBy(() -> connect(highlyAvailable()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("No JobManager has led cluster_one");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("No JobManager leads at memory now. Waiting");
    }

    @Test
    void doesNotWaitForAClusterThatNeverWas() {
        assertThatThrownBy(() -> connect(highlyAvailable()))
                .hasMessageContaining("no JobManager has ever led at memory")
                .hasMessageContaining("bin/start-cluster.sh")
                .hasMessageContaining("There is no session on YARN either");
    }

    @Test
    void saysThatNobodyAnswersThere() {
        List<String> configured = configured();
        jobManager.close();
        assertThatThrownBy(() -> connect(configured))
                .hasMessageContaining("There is no cluster")
                .hasMessageContaining("bin/start-cluster.sh")
                .hasMessageContaining("There is no session on YARN either");
        assertThatThrownBy(() -> connect(configured, "-t", "remote"))
                .hasMessageContaining("There is no cluster")
                .hasMessageNotContaining("YARN");
    }

    @Test
    void saysThatNothingIsConfigured() {
        assertThatThrownBy(() -> connect(List.of()))
                .hasMessageContaining("jobmanager.rpc.address is not set");
    }

    @Test
    void aSessionThatWasAskedForIsNotReplaced() {
        assertThatThrownBy(() -> connect(configured(), "-t", "yarn-session"))
                .hasMessageContaining("There is no session");
        assertThat(Map.of("changes", jobManager.changes())).containsEntry("changes", List.of());
    }
}
