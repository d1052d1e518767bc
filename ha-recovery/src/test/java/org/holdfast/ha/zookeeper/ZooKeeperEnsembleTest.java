package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.apache.curator.test.TestingZooKeeperServer;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three servers, some of which stop. */
class ZooKeeperEnsembleTest {

    private static final CoordinationPath GRAPH = new CoordinationPath("jobs/a/graph");
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final List<String> expired = new CopyOnWriteArrayList<>();
    private TestingCluster cluster;
    private ZooKeeperCoordinationStore store;
    private LeaderEpoch epoch;

    @BeforeEach
    void start() throws Exception {
        List<InstanceSpec> servers = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            Map<String, Object> more = new HashMap<>();
            more.put("initLimit", "50");
            more.put("syncLimit", "20");
            // tick 200 ms grants sessions of up to 4 s unless told otherwise
            more.put("maxSessionTimeout", "60000");
            servers.add(new InstanceSpec(null, -1, -1, -1, true, id, 200, 100, more));
        }
        cluster = new TestingCluster(servers);
        cluster.start();
        store =
                new ZooKeeperCoordinationStore(
                        ZooKeeperUnderTest.settings(cluster.getConnectString(), SESSION_TIMEOUT),
                        new SessionListener() {
                            @Override
                            public void onSuspended() {}

                            @Override
                            public void onReconnected() {}

                            @Override
                            public void onSessionExpired() {
                                expired.add("expired");
                            }
                        },
                        Clock.systemUTC());
        epoch = store.campaign(new LeaderCandidate(1, "leader")).orElseThrow();
        store.commit(epoch, new Transaction().create(GRAPH, "0"));
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        cluster.close();
    }

    /** Writes until an answer comes; the outcome of each try without one is read. */
    private void awaitWritten(String value) {
        await().atMost(LONG_ENOUGH)
                .until(
                        () -> {
                            try {
                                store.commit(epoch, new Transaction().replace(GRAPH, value));
                                return true;
                            } catch (IOException e) {
                                assertThat(e).hasMessageContaining("No answer from ZooKeeper");
                                return false;
                            }
                        });
    }

    @Test
    void eachServerMayStopInTurnWithoutAChangeOfLeader() throws Exception {
        int written = 0;
        for (TestingZooKeeperServer server : cluster.getServers()) {
            server.stop();
            awaitWritten(Integer.toString(++written));
            assertThat(store.read(GRAPH)).contains(Integer.toString(written));
            server.restart();
            awaitWritten(Integer.toString(++written));
        }

        assertThat(expired).isEmpty();
        assertThat(store.currentEpoch().orElseThrow().epoch()).isEqualTo(epoch);
    }

    @Test
    void withoutAQuorumNothingChangesAndAllGoesOnWhenItIsBack() throws Exception {
        List<TestingZooKeeperServer> servers = cluster.getServers();
        servers.get(0).stop();
        servers.get(1).stop();

        assertThatThrownBy(() -> store.commit(epoch, new Transaction().replace(GRAPH, "no quorum")))
                .isInstanceOf(IOException.class);

        servers.get(0).restart();
        awaitWritten("quorum again");
        assertThat(store.read(GRAPH)).contains("quorum again");
        assertThat(expired).isEmpty();
    }
}
