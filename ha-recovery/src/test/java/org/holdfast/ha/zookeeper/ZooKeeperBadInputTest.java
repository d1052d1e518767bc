package org.holdfast.ha.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.ClusterRemains;
import org.holdfast.ha.zookeeper.ZooKeeperSettings.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes others have written, and ensembles that do not answer or refuse. */
class ZooKeeperBadInputTest {

    private static final CoordinationPath GRAPH = new CoordinationPath("jobs/a/graph");
    private static final String CLUSTER = ZooKeeperUnderTest.CLUSTER;
    private static final LeaderCandidate CANDIDATE = new LeaderCandidate(1, "test");

    private ZooKeeperUnderTest zooKeeper;
    private ZooKeeper operator;
    private ZooKeeperCoordinationStore store;
    private LeaderEpoch epoch;

    @BeforeEach
    void start() throws Exception {
        zooKeeper = new ZooKeeperUnderTest();
        operator = zooKeeper.operator();
        store = zooKeeper.connect();
        epoch = store.campaign(CANDIDATE).orElseThrow();
        store.commit(epoch, new Transaction().create(GRAPH, "graph"));
    }

    @AfterEach
    void stop() throws Exception {
        zooKeeper.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "2 1 1 newer-format",
                "1 0 1 zero",
                "1 1 9999999999999999999 x",
                "1 99999999999999999999 1 x",
                "1 1 -1 attempt",
                "1 1 1 two\nlines"
            })
    void anEpochNobodyHereWroteIsAnErrorThatNamesItsNode(String garbage) throws Exception {
        operator.setData(CLUSTER + "/epoch", garbage.getBytes(UTF_8), -1);

        assertThatThrownBy(() -> zooKeeper.connect().campaign(new LeaderCandidate(9, "next")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(CLUSTER + "/epoch");
        assertThatThrownBy(() -> store.currentEpoch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(CLUSTER + "/epoch");
        assertThat(operator.getData(CLUSTER + "/epoch", false, null))
                .as("left as it is")
                .isEqualTo(garbage.getBytes(UTF_8));
    }

    @Test
    void tooLargeOrUnreadableNodesAreErrorsThatNameThem() throws Exception {
        String path = CLUSTER + "/jobs/a/graph";
        operator.setData(path, new byte[1025], -1);
        assertThatThrownBy(() -> store.read(GRAPH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(path)
                .hasMessageContaining("1025 bytes (expected: at most 1024)");
        operator.setData(path, new byte[] {'a', (byte) 0xff}, -1);
        assertThatThrownBy(() -> store.read(GRAPH)).hasMessageContaining(path + " does not hold");
        operator.setData(CLUSTER + "/epoch", new byte[5000], -1);
        assertThatThrownBy(() -> store.currentEpoch()).hasMessageContaining("5000 bytes");
        operator.setData(CLUSTER + "/attempts", new byte[] {'x'}, -1);
        assertThatThrownBy(() -> store.attempts()).hasMessageContaining(CLUSTER + "/attempts");
        operator.setData(CLUSTER + "/leader", new byte[] {'x'}, -1);
        assertThatThrownBy(() -> store.leader()).hasMessageContaining(CLUSTER + "/leader");
    }

    @Test
    void allClustersBelowTheRootAreListedAndNothingThatCannotBeOne() throws Exception {
        try (ZooKeeperCoordinationStore other = zooKeeper.connectTo("app-2")) {
            assertThat(other.campaign(CANDIDATE)).isPresent();
        }
        operator.create(
                "/holdfast/no cluster", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        ZooKeeperSettings settings =
                ZooKeeperUnderTest.settings(
                        zooKeeper.server().getConnectString(), ZooKeeperUnderTest.SESSION_TIMEOUT);

        assertThat(ZooKeeperCoordinationStore.clusters(settings)).containsExactly("app-1", "app-2");
        assertThat(ZooKeeperCoordinationStore.clusters(elsewhere(settings)))
                .as("below a root that is not there")
                .isEmpty();
    }

    private static ZooKeeperSettings elsewhere(ZooKeeperSettings settings) {
        return new ZooKeeperSettings(
                settings.quorum(),
                "/wrong/root",
                settings.clusterId(),
                settings.sessionTimeout(),
                settings.connectionTimeout(),
                settings.retryWait(),
                settings.maxRetries(),
                settings.access());
    }

    /** As {@code holdfast ha gc} removes it, with everything others have put there. */
    @Test
    void whatIsLeftOfAClusterIsRemovedWhenItsSessionHasEnded(@TempDir Path folder)
            throws Exception {
        operator.create(
                CLUSTER + "/jobs/garbage",
                new byte[0],
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.PERSISTENT);
        StorageDirectory files =
                StorageDirectory.open(
                        folder.resolve("cluster").toUri(),
                        new org.apache.hadoop.conf.Configuration(false));
        files.write("jobs/any", new byte[1]);
        ClusterRemains remains = new ClusterRemains(files, files.child("results"));

        assertThat(remains.remove(zooKeeper.connect(), CANDIDATE)).as("while it lives").isFalse();
        assertThat(files.exists("jobs/any")).isTrue();
        store.close();
        assertThat(remains.remove(zooKeeper.connect(), CANDIDATE)).isTrue();

        assertThat(operator.exists(CLUSTER, false)).isNull();
        assertThat(files.exists()).isFalse();
    }

    @Test
    void namesThatAreNoSegmentsArePassedOver() throws Exception {
        for (String name : new String[] {"a b", ".hidden", "\u00e9"}) {
            operator.create(
                    CLUSTER + "/jobs/" + name,
                    null,
                    ZooDefs.Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT);
        }

        assertThat(store.children(new CoordinationPath("jobs"))).containsExactly("a");
        store.deleteBelow(epoch, new CoordinationPath("jobs"));
        assertThat(store.topNames()).as("deleted all the same").isEmpty();
    }

    @Test
    void aWatchGoesOnAfterALeaderNodeItCannotRead() throws Exception {
        AtomicReference<Optional<PublishedLeader>> told = new AtomicReference<>();
        PublishedLeader leader = new PublishedLeader(epoch, "here:1", "http://here:2");
        operator.setData(CLUSTER + "/leader", new byte[] {'x'}, -1);
        zooKeeper.connect().watchLeader(told::set);

        store.publish(leader);

        await().until(() -> Optional.of(leader).equals(told.get()));
    }

    @Test
    void aLeaderNodeDeletedByHandIsPublishedAgain() throws Exception {
        PublishedLeader leader = new PublishedLeader(epoch, "here:1", "http://here:2");
        operator.delete(CLUSTER + "/leader", -1);

        store.publish(leader);

        assertThat(store.leader()).contains(leader);
    }

    @Test
    void addressesThatCouldNotBeReadAgainAreRefused() {
        assertThatThrownBy(() -> store.publish(new PublishedLeader(epoch, "a\nb", "http://x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one line each");
        assertThatThrownBy(() -> store.publish(new PublishedLeader(epoch, "a", "x".repeat(1024))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEnsembleThatDoesNotAnswerIsNamedInBoundedTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String quorum = "127.0.0.1:" + silent.getLocalPort();
            long start = System.nanoTime();

            assertThatThrownBy(
                            () ->
                                    new ZooKeeperCoordinationStore(
                                            new ZooKeeperSettings(
                                                    quorum,
                                                    "/holdfast",
                                                    "app-1",
                                                    Duration.ofSeconds(1),
                                                    Duration.ofMillis(500),
                                                    Duration.ofMillis(10),
                                                    1,
                                                    Access.OPEN),
                                            SessionListener.none(),
                                            Clock.systemUTC()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(quorum)
                    .hasMessageContaining("high-availability.zookeeper.quorum");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void creatorAccessNeedsASessionThatIsAuthenticated() throws Exception {
        ZooKeeperSettings open =
                ZooKeeperUnderTest.settings(
                        zooKeeper.server().getConnectString(), Duration.ofSeconds(4));
        try (ZooKeeperCoordinationStore creator =
                new ZooKeeperCoordinationStore(
                        new ZooKeeperSettings(
                                open.quorum(),
                                "/secured",
                                "/app-1",
                                open.sessionTimeout(),
                                open.connectionTimeout(),
                                open.retryWait(),
                                open.maxRetries(),
                                Access.CREATOR),
                        SessionListener.none(),
                        Clock.systemUTC())) {
            assertThatThrownBy(() -> creator.campaign(CANDIDATE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("configure SASL or TLS");
        }
        assertThat(operator.exists("/secured", false)).isNull();
    }

    @Test
    void nodesOfOthersAreNotChanged() throws Exception {
        operator.addAuthInfo("digest", "other:secret".getBytes(UTF_8));
        operator.setACL(CLUSTER + "/epoch", ZooDefs.Ids.CREATOR_ALL_ACL, -1);

        assertThatThrownBy(() -> zooKeeper.connect().currentEpoch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(CLUSTER + "/epoch: NOAUTH")
                .hasMessageContaining("as whom this process is authenticated");
    }
}
