package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooKeeper;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.leader.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions that end, pause or are displaced. */
class ZooKeeperSessionTest {

    private static final CoordinationPath GRAPH = new CoordinationPath("jobs/a/graph");
    private static final Duration SHORT = Duration.ofMillis(800);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final SessionListener listener =
            new SessionListener() {
                @Override
                public void onSuspended() {
                    heard.add("suspended");
                }

                @Override
                public void onReconnected() {
                    heard.add("reconnected");
                }

                @Override
                public void onSessionExpired() {
                    heard.add("expired");
                }
            };

    private ZooKeeperUnderTest zooKeeper;

    @BeforeEach
    void start() throws Exception {
        zooKeeper = new ZooKeeperUnderTest();
    }

    @AfterEach
    void stop() throws Exception {
        zooKeeper.close();
    }

    private static LeaderEpoch elect(ZooKeeperCoordinationStore store, int attempt)
            throws IOException {
        return store.campaign(new LeaderCandidate(attempt, "test")).orElseThrow();
    }

    private static PublishedLeader leader(LeaderEpoch epoch) {
        return new PublishedLeader(epoch, "here:1", "http://here:2");
    }

    @Test
    void aHigherAttemptDoesNotWaitForTheSessionOfALowerOne() throws Exception {
        ZooKeeperCoordinationStore old =
                zooKeeper.connect(
                        zooKeeper.proxy().connectString(),
                        Duration.ofMinutes(1),
                        SessionListener.none());
        LeaderEpoch before = elect(old, 1);
        old.publish(leader(before));
        zooKeeper.proxy().cut();
        ZooKeeperCoordinationStore next = zooKeeper.connect();

        long start = System.nanoTime();
        LeaderEpoch now = elect(next, 2);
        next.publish(leader(now));

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("the other session lives for a minute")
                .isLessThan(Duration.ofSeconds(20));
        zooKeeper.proxy().mend();
        await().until(
                        () -> {
                            try {
                                old.commit(before, new Transaction().create(GRAPH, "zombie"));
                                throw new AssertionError("a zombie's change was made");
                            } catch (FencedException e) {
                                return true;
                            } catch (IOException e) {
                                return false; // not connected again yet
                            }
                        });
        assertThat(next.read(GRAPH)).isEmpty();
        assertThatThrownBy(() -> old.publish(leader(before))).isInstanceOf(FencedException.class);
        assertThat(next.leader()).contains(leader(now));
    }

    @Test
    void nothingIsChangedInTheNameOfAnEpochWhoseSessionHasExpired() throws Exception {
        ZooKeeperCoordinationStore store =
                zooKeeper.connect(
                        zooKeeper.proxy().connectString(),
                        ZooKeeperUnderTest.SESSION_TIMEOUT,
                        listener);
        LeaderEpoch before = elect(store, 1);
        store.publish(leader(before));

        zooKeeper.expireSessionOfProxy();

        await().until(() -> heard.contains("expired") && heard.contains("reconnected"));
        assertThatThrownBy(() -> store.commit(before, new Transaction().create(GRAPH, "late")))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("session");
        assertThatThrownBy(() -> store.publish(leader(before))).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> store.markProgress(before)).isInstanceOf(FencedException.class);
        assertThat(store.leader()).as("went with the session").isEmpty();
        assertThat(store.read(GRAPH)).isEmpty();

        LeaderEpoch again = elect(store, 1);

        assertThat(again).isGreaterThan(before);
        store.commit(again, new Transaction().create(GRAPH, "new epoch"));
        assertThatThrownBy(() -> store.commit(before, new Transaction().delete(GRAPH)))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void anotherOfTheSameAttemptLeadsOnceTheSessionHasExpiredByItself() throws Exception {
        ZooKeeperCoordinationStore cutOff =
                zooKeeper.connect(zooKeeper.proxy().connectString(), SHORT, listener);
        LeaderEpoch before = elect(cutOff, 1);
        ZooKeeperCoordinationStore standby = zooKeeper.connect();
        assertThat(standby.campaign(new LeaderCandidate(1, "standby"))).isEmpty();

        zooKeeper.proxy().cut();

        LeaderCandidate candidate = new LeaderCandidate(1, "standby");
        Optional<LeaderEpoch> now =
                await().until(() -> standby.campaign(candidate), Optional::isPresent);
        assertThat(now.orElseThrow()).isGreaterThan(before);
        zooKeeper.proxy().mend();
        await().until(() -> heard.contains("expired"));
        assertThatThrownBy(() -> cutOff.commit(before, new Transaction().create(GRAPH, "late")))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void aServersRestartChangesNoLeader() throws Exception {
        ZooKeeperCoordinationStore store =
                zooKeeper.connect(
                        zooKeeper.server().getConnectString(),
                        ZooKeeperUnderTest.SESSION_TIMEOUT,
                        listener);
        LeaderEpoch epoch = elect(store, 1);
        store.publish(leader(epoch));
        store.commit(epoch, new Transaction().create(GRAPH, "graph"));
        BlockingQueue<Optional<PublishedLeader>> told = new LinkedBlockingQueue<>();
        store.watchLeader(told::add);
        assertThat(told.poll(10, TimeUnit.SECONDS)).contains(leader(epoch));

        zooKeeper.server().restart();

        await().until(() -> heard.contains("reconnected"));
        assertThat(heard).containsExactly("suspended", "reconnected");
        store.commit(epoch, new Transaction().replace(GRAPH, "changed"));
        assertThat(store.read(GRAPH)).contains("changed");
        assertThat(store.leader()).contains(leader(epoch));
        assertThat(told.poll(10, TimeUnit.SECONDS)).as("told again").contains(leader(epoch));
    }

    @Test
    void aWatchOutlivesTheSessionItWasSetIn() throws Exception {
        ZooKeeperCoordinationStore watching = zooKeeper.connectThroughProxy();
        BlockingQueue<Optional<PublishedLeader>> told = new LinkedBlockingQueue<>();
        watching.watchLeader(told::add);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEmpty();

        zooKeeper.expireSessionOfProxy();
        assertThat(told.poll(10, TimeUnit.SECONDS)).as("told again").isEmpty();

        ZooKeeperCoordinationStore store = zooKeeper.connect();
        LeaderEpoch epoch = elect(store, 1);
        store.publish(leader(epoch));
        await().until(() -> Optional.of(leader(epoch)).equals(told.poll()));
    }

    @Test
    void whoLedBeforeTheRootWasEmptiedIsFencedFromTheFirstEpochAfter() throws Exception {
        ZooKeeperCoordinationStore old = zooKeeper.connect();
        LeaderEpoch before = elect(old, 1);
        ZooKeeper operator = zooKeeper.operator();
        ZKUtil.deleteRecursive(operator, ZooKeeperUnderTest.CLUSTER);
        assertThatThrownBy(() -> old.commit(before, new Transaction().create(GRAPH, "x")))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("not in ZooKeeper any more");

        LeaderEpoch namesake = elect(zooKeeper.connect(), 1);

        assertThat(namesake).isEqualTo(before);
        assertThatThrownBy(() -> old.commit(before, new Transaction().create(GRAPH, "x")))
                .as("although number and version are the same")
                .isInstanceOf(FencedException.class);
    }

    @Test
    void whoHasLedDoesNotBeginAnewInAnEmptiedRoot() throws Exception {
        ZooKeeperCoordinationStore store = zooKeeper.connect();
        elect(store, 1);
        elect(store, 2);
        ZKUtil.deleteRecursive(zooKeeper.operator(), ZooKeeperUnderTest.CLUSTER);

        assertThatThrownBy(() -> elect(store, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/holdfast/app-1/epoch")
                .hasMessageContaining("emptied, or restored");
    }

    @Test
    void openingAndInspectingCreatesNothing() throws Exception {
        try (CoordinationReader reader =
                ZooKeeperCoordinationStore.openReadOnly(
                        ZooKeeperUnderTest.settings(zooKeeper.server().getConnectString(), SHORT),
                        SessionListener.none())) {
            assertThat(reader.currentEpoch()).isEmpty();
            assertThat(reader.topNames()).isEmpty();
            assertThat(reader.children(GRAPH)).isEmpty();
        }

        assertThat(zooKeeper.operator().exists("/holdfast", false)).isNull();
    }
}
