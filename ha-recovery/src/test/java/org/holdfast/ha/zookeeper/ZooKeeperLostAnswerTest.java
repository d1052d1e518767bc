package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that never arrive, and replies that do not. */
class ZooKeeperLostAnswerTest {

    private static final CoordinationPath GRAPH = new CoordinationPath("jobs/a/graph");
    private static final LeaderCandidate CANDIDATE = new LeaderCandidate(1, "candidate");

    private ZooKeeperUnderTest zooKeeper;
    private FaultyProxy proxy;
    private ZooKeeperCoordinationStore store;

    @BeforeEach
    void start() throws Exception {
        zooKeeper = new ZooKeeperUnderTest();
        proxy = zooKeeper.proxy();
        store = zooKeeper.connectThroughProxy();
    }

    @AfterEach
    void stop() throws Exception {
        zooKeeper.close();
    }

    /** Creates the cluster's node, so that the next election is one multi. */
    private void electAnother() throws IOException {
        ZooKeeperCoordinationStore other = zooKeeper.connect();
        assertThat(other.campaign(new LeaderCandidate(0, "before"))).isPresent();
        other.close();
    }

    @Test
    void anElectionWhoseReplyIsLostIsWonOnce() throws Exception {
        electAnother();
        proxy.loseReplyToNext(OpCode.multi);

        LeaderEpoch epoch = store.campaign(CANDIDATE).orElseThrow();

        assertThat(proxy.faultHasHappened()).isTrue();
        assertThat(epoch).as("not elected twice").isEqualTo(new LeaderEpoch(2));
        store.commit(epoch, new Transaction().create(GRAPH, "graph"));
        store.publish(new PublishedLeader(epoch, "here:1", "http://here:2"));
        assertThat(zooKeeper.connect().leader()).isPresent();
        assertThat(zooKeeper.connect().campaign(new LeaderCandidate(1, "other"))).isEmpty();
    }

    @Test
    void anElectionWhoseRequestIsLostIsHeldAgain() throws Exception {
        electAnother();
        proxy.loseNext(OpCode.multi);

        LeaderEpoch epoch = store.campaign(CANDIDATE).orElseThrow();

        assertThat(proxy.faultHasHappened()).isTrue();
        assertThat(epoch).isEqualTo(new LeaderEpoch(2));
        store.commit(epoch, new Transaction().create(GRAPH, "graph"));
    }

    @Test
    void anElectionIsNotWonIfAHigherAttemptCameBeforeItWasReadBack() throws Exception {
        electAnother();
        proxy.loseReplyToNextAndCut(OpCode.multi);
        Thread rival =
                new Thread(
                        () -> {
                            try {
                                ZooKeeperCoordinationStore other = zooKeeper.connect();
                                while (other.currentEpoch().orElseThrow().epoch().number() < 2) {
                                    Thread.onSpinWait();
                                }
                                assertThat(other.campaign(new LeaderCandidate(2, "rival")))
                                        .isPresent();
                                proxy.mend();
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        rival.start();

        assertThatThrownBy(() -> store.campaign(CANDIDATE))
                .hasMessageContaining("attempt 2 (rival) has led in epoch 3");
        rival.join();
    }

    @Test
    void aChangeWhoseReplyIsLostIsSeenByReading() throws Exception {
        LeaderEpoch epoch = store.campaign(CANDIDATE).orElseThrow();

        proxy.loseReplyToNext(OpCode.multi);
        assertUnknown(epoch, new Transaction().create(GRAPH, "graph"));
        assertThat(store.read(GRAPH)).contains("graph");

        proxy.loseReplyToNext(OpCode.multi);
        assertUnknown(epoch, new Transaction().replace(GRAPH, "changed"));
        assertThat(store.read(GRAPH)).contains("changed");

        proxy.loseReplyToNext(OpCode.multi);
        assertUnknown(epoch, new Transaction().delete(GRAPH));
        assertThat(store.read(GRAPH)).isEmpty();
        store.commit(epoch, new Transaction().create(GRAPH, "same epoch, same session"));
    }

    @Test
    void aChangeWhoseRequestIsLostIsSeenNotToHaveHappened() throws Exception {
        LeaderEpoch epoch = store.campaign(CANDIDATE).orElseThrow();

        proxy.loseNext(OpCode.multi);
        assertUnknown(epoch, new Transaction().create(GRAPH, "graph"));
        assertThat(store.read(GRAPH)).isEmpty();

        store.commit(epoch, new Transaction().create(GRAPH, "graph"));
        proxy.loseNext(OpCode.multi);
        assertUnknown(epoch, new Transaction().delete(GRAPH));
        assertThat(store.read(GRAPH)).contains("graph");
    }

    @Test
    void lostRepliesToPublishingAndToProgressMayBeAskedAgain() throws Exception {
        LeaderEpoch epoch = store.campaign(CANDIDATE).orElseThrow();
        PublishedLeader leader = new PublishedLeader(epoch, "here:1", "http://here:2");

        proxy.loseReplyToNext(OpCode.multi);
        assertThatThrownBy(() -> store.publish(leader)).isInstanceOf(UnknownOutcomeException.class);
        assertThat(store.leader()).contains(leader);
        store.publish(leader);

        proxy.loseReplyToNext(OpCode.multi);
        assertThatThrownBy(() -> store.markProgress(epoch))
                .isInstanceOf(UnknownOutcomeException.class);
        assertThat(store.attempts().get(0).progressed()).isTrue();
        store.markProgress(epoch);
    }

    @Test
    void readsAreRepeatedUntilTheyAreAnswered() throws Exception {
        LeaderEpoch epoch = store.campaign(CANDIDATE).orElseThrow();
        store.commit(epoch, new Transaction().create(GRAPH, "graph"));

        proxy.loseReplyToNext(OpCode.getData);

        assertThat(store.read(GRAPH)).isEqualTo(Optional.of("graph"));
        assertThat(proxy.faultHasHappened()).isTrue();
    }

    private void assertUnknown(LeaderEpoch epoch, Transaction transaction) {
        assertThatThrownBy(() -> store.commit(epoch, transaction))
                .isInstanceOf(UnknownOutcomeException.class);
        assertThat(proxy.faultHasHappened()).isTrue();
    }
}
