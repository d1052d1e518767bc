package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.holdfast.client.cli.MemoryServices;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.config.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighAvailabilityProbeTest {

    private static final String OTHER = "application_1700000000000_0001";

    @TempDir Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private final List<String> progress = new ArrayList<>();
    private final Set<String> over = new HashSet<>();

    @BeforeEach
    void configure() {
        MemoryServices.clear();
        settings.put("high-availability", MemoryServices.class.getName());
        settings.put("high-availability.storageDir", folder.resolve("recovery").toUri().toString());
    }

    private void probe() throws Exception {
        new HighAvailabilityProbe(
                        Configuration.of(settings),
                        new org.apache.hadoop.conf.Configuration(false),
                        over::contains,
                        progress::add)
                .require();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(DeploymentException.Kind kind) {
        return assertThatThrownBy(this::probe)
                .isInstanceOfSatisfying(
                        DeploymentException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    /** Another application leads with this cluster id. */
    private CoordinationStore lead(String clusterId) throws IOException {
        CoordinationStore store = MemoryServices.store(clusterId);
        LeaderEpoch epoch =
                store.campaign(new LeaderCandidate(1, OTHER + " on host, process 1")).orElseThrow();
        store.publish(new PublishedLeader(epoch, "rpc", "rest"));
        settings.put("high-availability.cluster-id", clusterId);
        return store;
    }

    @Test
    void leavesNothingBehindWhereAllIsWell() throws Exception {
        probe();
        assertThat(folder.resolve("recovery")).isEmptyDirectory();
        assertThat(progress).isEmpty();
    }

    @Test
    void refusesADirectoryThatCannotBeWrittenTo() throws Exception {
        Files.writeString(folder.resolve("recovery"), "a file");
        refused(DeploymentException.Kind.UNREACHABLE)
                .hasMessageStartingWith("high-availability.storageDir: 'file:")
                .hasMessageContaining("cannot be written to (");
    }

    @Test
    void refusesAClusterIdThatIsInUse() throws Exception {
        lead("shared");
        refused(DeploymentException.Kind.INVALID)
                .hasMessageStartingWith("Cluster id 'shared' is in use by " + OTHER + ". Stop");
        assertThat(progress).as("waits for nothing").isEmpty();
    }

    @Test
    void waitsForTheSessionOfAnApplicationThatIsOver() throws Exception {
        CoordinationStore old = lead("shared");
        over.add(OTHER);
        Thread ending = new Thread(old::close);
        settings.put("high-availability.zookeeper.client.session-timeout", "30 s");
        ending.start();
        probe();
        ending.join();
        assertThat(progress).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void givesUpOnASessionThatDoesNotEnd() throws Exception {
        lead("shared");
        over.add(OTHER);
        settings.put("high-availability.zookeeper.client.session-timeout", "10 ms");
        refused(DeploymentException.Kind.INVALID).hasMessageContaining("is in use by " + OTHER);
        assertThat(progress).singleElement().asString().contains("Waiting for the session of");
    }

    @Test
    void refusesAStoreThatDoesNotKnowTheClusterWhoseFilesAreThere() throws Exception {
        Path jobs = Files.createDirectories(folder.resolve("recovery/mine/jobs"));
        Files.writeString(jobs.resolve("graph"), "");
        settings.put("high-availability.cluster-id", "mine");
        refused(DeploymentException.Kind.INVALID)
                .hasMessageContaining("has files of cluster 'mine'")
                .hasMessageContaining("high-availability.zookeeper.path.root");
    }

    @Test
    void asksNobodyWithoutHighAvailability() throws Exception {
        settings.put("high-availability", "NONE");
        Files.writeString(folder.resolve("recovery"), "a file");
        probe();
    }
}
