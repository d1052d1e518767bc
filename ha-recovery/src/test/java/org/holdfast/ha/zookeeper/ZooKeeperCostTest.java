package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.ZooKeeper;
import org.holdfast.ha.leader.Change;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.leader.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of ZooKeeper for what, and what is left there. */
class ZooKeeperCostTest {

    private static final Map<Integer, Integer> ONE_MULTI = Map.of(OpCode.multi, 1);
    private static final CoordinationPath CHECKPOINTS = new CoordinationPath("jobs/a/checkpoints");

    private ZooKeeperUnderTest zooKeeper;
    private FaultyProxy proxy;
    private ZooKeeperCoordinationStore store;
    private LeaderEpoch epoch;

    @BeforeEach
    void start() throws Exception {
        zooKeeper = new ZooKeeperUnderTest();
        proxy = zooKeeper.proxy();
        store = zooKeeper.connectThroughProxy();
        epoch = store.campaign(new LeaderCandidate(1, "leader")).orElseThrow();
        proxy.takeRequests();
    }

    @AfterEach
    void stop() throws Exception {
        zooKeeper.close();
    }

    @Test
    void oneChangeIsOneRequest() throws Exception {
        store.commit(epoch, new Transaction().create(CHECKPOINTS.child("1"), "pointer"));
        assertThat(proxy.takeRequests()).as("parents included").isEqualTo(ONE_MULTI);
        store.commit(
                epoch,
                new Transaction()
                        .create(CHECKPOINTS.child("2"), "pointer")
                        .delete(CHECKPOINTS.child("1")));
        assertThat(proxy.takeRequests()).isEqualTo(ONE_MULTI);
        store.commit(epoch, new Transaction().replace(CHECKPOINTS.child("2"), "pointer"));
        assertThat(proxy.takeRequests()).isEqualTo(ONE_MULTI);
        store.commit(epoch, new Transaction().delete(CHECKPOINTS.child("2")));
        assertThat(proxy.takeRequests()).isEqualTo(ONE_MULTI);
        store.publish(new PublishedLeader(epoch, "here:1", "http://here:2"));
        assertThat(proxy.takeRequests()).isEqualTo(ONE_MULTI);
        store.markProgress(epoch);
        store.markProgress(epoch);
        assertThat(proxy.takeRequests()).isEqualTo(ONE_MULTI);
    }

    @Test
    void aTakeoverIsOneMultiAndAFewReads() throws Exception {
        ZooKeeperCoordinationStore next = zooKeeper.connectThroughProxy();
        proxy.takeRequests();

        assertThat(next.campaign(new LeaderCandidate(2, "next"))).isPresent();

        assertThat(proxy.takeRequests())
                .isEqualTo(Map.of(OpCode.multi, 1, OpCode.sync, 1, OpCode.getData, 3));
    }

    @Test
    void whatASessionDoesNotKnowOfParentsItFindsOut() throws Exception {
        store.commit(epoch, new Transaction().create(CHECKPOINTS.child("1"), "pointer"));
        ZooKeeperCoordinationStore next = zooKeeper.connectThroughProxy();
        LeaderEpoch now = next.campaign(new LeaderCandidate(2, "next")).orElseThrow();
        proxy.takeRequests();

        next.commit(now, new Transaction().create(CHECKPOINTS.child("2"), "pointer"));

        assertThat(proxy.takeRequests()).isEqualTo(Map.of(OpCode.multi, 2, OpCode.exists, 3));
        next.commit(now, new Transaction().create(CHECKPOINTS.child("3"), "pointer"));
        assertThat(proxy.takeRequests()).isEqualTo(ONE_MULTI);
        // as the servers do with parents that are empty
        ZooKeeper operator = zooKeeper.operator();
        ZKUtil.deleteRecursive(operator, ZooKeeperUnderTest.CLUSTER + "/jobs/a");
        next.commit(now, new Transaction().create(CHECKPOINTS.child("4"), "pointer"));
        assertThat(next.children(CHECKPOINTS)).containsExactly("4");
    }

    @Test
    void oneReadIsOneRequest() throws Exception {
        store.read(CHECKPOINTS.child("1"));
        store.children(CHECKPOINTS);

        assertThat(proxy.takeRequests())
                .isEqualTo(Map.of(OpCode.getData, 1, OpCode.getChildren, 1));
    }

    @Test
    void listsMoreNamesThanFitIntoTheClientsOrdinaryAnswer() throws Exception {
        int jobs = 40_000;
        CoordinationPath parent = new CoordinationPath("jobs");
        for (int from = 0; from < jobs; from += Transaction.MAX_CHANGES) {
            store.commit(
                    epoch,
                    new Transaction(
                            IntStream.range(from, Math.min(jobs, from + Transaction.MAX_CHANGES))
                                    .mapToObj(job -> create(parent.child("%032d".formatted(job))))
                                    .toList()));
        }

        assertThat(store.children(parent)).hasSize(jobs);
        store.deleteBelow(epoch, parent);
        assertThat(store.topNames()).isEmpty();
    }

    private static Change create(CoordinationPath path) {
        return new Change.Create(path, "");
    }

    @Test
    void nothingIsLeftOfADeletedCluster() throws Exception {
        store.commit(epoch, new Transaction().create(CHECKPOINTS.child("1"), "pointer"));
        ZooKeeperCoordinationStore last = zooKeeper.connect();
        LeaderEpoch now = last.campaign(new LeaderCandidate(2, "clean-up")).orElseThrow();

        last.deleteAll(now);

        assertThat(zooKeeper.operator().getChildren("/holdfast", false)).isEqualTo(List.of());
        assertThat(last.campaign(new LeaderCandidate(1, "again"))).contains(new LeaderEpoch(1));
    }
}
