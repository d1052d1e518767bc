package org.holdfast.ha.zookeeper.server;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.zookeeper.SessionListener;
import org.holdfast.ha.zookeeper.ZooKeeperCoordinationStore;
import org.holdfast.ha.zookeeper.ZooKeeperSettings;
import org.holdfast.ha.zookeeper.ZooKeeperSettings.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers, each in a process of its own, as the scripts start them. */
class ZooKeeperPeerTest {

    private static final CoordinationPath VALUE = new CoordinationPath("jobs/a/graph");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @TempDir private Path home;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : opened) {
            open.close();
        }
    }

    private PeerProcess start(String id) throws IOException {
        PeerProcess peer = new PeerProcess(home, id, List.of());
        opened.add(0, peer);
        return peer;
    }

    private ZooKeeperCoordinationStore connect(String quorum) throws IOException {
        ZooKeeperCoordinationStore store =
                new ZooKeeperCoordinationStore(
                        new ZooKeeperSettings(
                                quorum,
                                "/flink",
                                "app-1",
                                Duration.ofSeconds(60),
                                LONG_ENOUGH,
                                Duration.ofMillis(100),
                                300,
                                Access.OPEN),
                        SessionListener.none(),
                        Clock.systemUTC());
        opened.add(0, store);
        return store;
    }

    @Test
    void oneServerKeepsWhatItWasTold() throws Exception {
        int port = PeerProcess.freePorts(1).get(0);
        PeerProcess.configure(
                home,
                "# as short as it can be, but for a port of its own",
                "server.0=localhost;" + port);
        PeerProcess first = start("0").awaitStarted();
        ZooKeeperCoordinationStore store = connect("localhost:" + port);
        LeaderEpoch epoch = store.campaign(new LeaderCandidate(1, "test")).orElseThrow();
        store.commit(epoch, new Transaction().create(VALUE, "kept"));
        assertThat(grantedMillis(port, 60_000)).as("session timeout").isEqualTo(60_000);
        first.kill();
        PeerProcess second = start("0").awaitStarted();

        assertThat(connect("localhost:" + port).read(VALUE)).contains("kept");
        assertThat(home.resolve("zookeeper-data/0/myid")).hasContent("0");
        assertThat(second.log()).contains("server.0 serves, alone; its data is in " + home);
        assertThat(second.log())
                .as("nothing has to be guessed")
                .doesNotContain("ERROR")
                .doesNotContain("Exception");
        PeerProcess third = start("0");
        assertThat(third.awaitExit()).isEqualTo(1);
        assertThat(third.log())
                .contains("ERROR")
                .contains("port " + port + " of server.0 is in use on this machine");
    }

    private static int grantedMillis(int port, int askedMillis) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeper client =
                new ZooKeeper(
                        "localhost:" + port,
                        askedMillis,
                        event -> {
                            if (event.getState() == KeeperState.SyncConnected) {
                                connected.countDown();
                            }
                        })) {
            assertThat(connected.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return client.getSessionTimeout();
        }
    }

    @Test
    void threeServersOfOneMachineLoseOneAndThenAll() throws Exception {
        List<Integer> ports = PeerProcess.freePorts(9);
        List<String> ids = List.of("0", "7", "12");
        List<String> lines = new ArrayList<>();
        List<String> quorum = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lines.add(
                    "server.%s=localhost:%d:%d;%d"
                            .formatted(
                                    ids.get(i), ports.get(i), ports.get(i + 3), ports.get(i + 6)));
            quorum.add("localhost:" + ports.get(i + 6));
        }
        PeerProcess.configure(home, lines.toArray(String[]::new));
        List<PeerProcess> peers = startAll(ids);
        ZooKeeperCoordinationStore store = connect(String.join(",", quorum));
        LeaderEpoch epoch = store.campaign(new LeaderCandidate(1, "test")).orElseThrow();
        store.commit(epoch, new Transaction().create(VALUE, "three"));
        assertThat(peers.get(2).log()).contains("server.12 serves, one of a quorum");

        peers.get(2).kill();
        replace(store, epoch, "two");

        for (PeerProcess peer : peers) {
            peer.kill();
        }
        startAll(ids);
        await("read again")
                .atMost(LONG_ENOUGH)
                .until(() -> store.read(VALUE), Optional.of("two")::equals);
        replace(store, epoch, "three again");
        for (String id : ids) {
            assertThat(home.resolve("zookeeper-data").resolve(id).resolve("myid")).hasContent(id);
        }
    }

    private List<PeerProcess> startAll(List<String> ids) throws IOException {
        List<PeerProcess> peers = new ArrayList<>();
        for (String id : ids) {
            peers.add(start(id));
        }
        peers.forEach(PeerProcess::awaitStarted);
        return peers;
    }

    /** Until an answer comes. */
    private static void replace(ZooKeeperCoordinationStore store, LeaderEpoch epoch, String value) {
        await("written: " + value)
                .atMost(LONG_ENOUGH)
                .until(
                        () -> {
                            try {
                                store.commit(epoch, new Transaction().replace(VALUE, value));
                                return true;
                            } catch (IOException e) {
                                assertThat(e).hasMessageContaining("No answer from ZooKeeper");
                                return false;
                            }
                        });
    }

    @Test
    void halfAConfigurationIsOneErrorLineAndExitCodeOne() throws Exception {
        PeerProcess.configure(home, "server.1=localhost:2888:3888");
        PeerProcess peer = start("2");

        assertThat(peer.awaitExit()).isEqualTo(1);
        List<String> errors = peer.log().lines().filter(line -> line.contains(" ERROR ")).toList();
        assertThat(errors)
                .singleElement(as(STRING))
                .contains("has no server.2: it names server.1.");
        assertThat(peer.log()).doesNotContain("\tat ");
        assertThat(home.resolve("zookeeper-data")).doesNotExist();
    }
}
