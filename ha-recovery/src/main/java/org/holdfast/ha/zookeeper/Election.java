package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.holdfast.ha.leader.AttemptHistory;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.zookeeper.NodeReader.Node;

/**
 * Begins epochs: each with one multi that sets the epoch's node if nobody else has, and makes this
 * session's leader node and mark. What became of a multi without an answer is read back by the
 * mark, whose name no other election ever has. Used by one thread at a time.
 */
final class Election {

    /** Of being outrun by other candidates or losing answers, until this one gives up for now. */
    private static final int MAX_ROUNDS = 20;

    private final ZooKeeperConnection connection;
    private final NodeReader nodes;
    private final ClusterLayout layout;
    private final List<ACL> acl;
    private final Answers answers;
    private final Clock clock;
    private long highestLed;

    /**
     * @param clock tells when attempts started
     */
    Election(ZooKeeperConnection connection, ClusterLayout layout, Clock clock) {
        this.connection = connection;
        this.nodes = new NodeReader(connection);
        this.layout = layout;
        this.acl = connection.settings().access().acl();
        this.answers = connection.answers();
        this.clock = clock;
    }

    /** What there is before an election. */
    private record Before(
            Optional<Node> epoch,
            Optional<ElectedLeader> elected,
            Optional<Node> leader,
            Optional<AttemptHistory> attempts) {

        LeaderEpoch next() {
            return new LeaderEpoch(elected.map(last -> last.epoch().number() + 1).orElse(1L));
        }
    }

    /**
     * @return empty if a leader of the same attempt lives in another session
     * @throws FencedException if a higher attempt has led
     * @throws UnknownOutcomeException if this candidate may have been elected or not
     */
    Optional<Leadership> campaign(LeaderCandidate candidate) throws IOException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            ZooKeeper session = connection.session();
            connection.doubt();
            Before before = read();
            requireNotAbove(candidate, before);
            if (before.elected().isPresent()
                    && before.elected().get().candidate().attemptId() == candidate.attemptId()
                    && before.leader().isPresent()
                    && before.leader().get().stat().getEphemeralOwner() != session.getSessionId()) {
                return Optional.empty();
            }
            Optional<Leadership> won = elect(session, candidate, before);
            if (won.isPresent()) {
                highestLed = won.get().epoch().number();
                return won;
            }
        }
        throw new IOException(
                "%s was not elected in %d tries: other candidates or lost connections were in the way. Nothing was changed; try again."
                        .formatted(candidate, MAX_ROUNDS));
    }

    private Before read() throws IOException {
        Optional<Node> epoch = nodes.node(layout.epoch());
        Optional<ElectedLeader> elected = Optional.empty();
        if (epoch.isPresent()) {
            elected = Optional.of(NodeText.elected(layout.epoch(), epoch.get().data()));
        }
        Optional<Node> attempts = nodes.node(layout.attempts());
        Optional<AttemptHistory> history = Optional.empty();
        if (attempts.isPresent()) {
            history = Optional.of(NodeText.attempts(layout.attempts(), attempts.get().data()));
        }
        return new Before(epoch, elected, nodes.node(layout.leader()), history);
    }

    private void requireNotAbove(LeaderCandidate candidate, Before before) throws IOException {
        long last = before.elected().map(elected -> elected.epoch().number()).orElse(0L);
        if (last < highestLed) {
            throw new IOException(
                    "ZooKeeper node %s says epoch %d, but this process has led in epoch %d: it was emptied, or restored from an old copy. Restore it, or start again."
                            .formatted(layout.epoch(), last, highestLed));
        }
        if (before.elected().isPresent()
                && before.elected().get().candidate().attemptId() > candidate.attemptId()) {
            ElectedLeader other = before.elected().get();
            throw new FencedException(
                    "Attempt %d cannot lead: attempt %d (%s) has led in %s. This JobManager will end."
                            .formatted(
                                    candidate.attemptId(),
                                    other.candidate().attemptId(),
                                    other.candidate().owner(),
                                    other.epoch()));
        }
    }

    /** Empty if somebody or something was in the way, and it did not happen. */
    private Optional<Leadership> elect(ZooKeeper session, LeaderCandidate candidate, Before before)
            throws IOException {
        LeaderEpoch next = before.next();
        AttemptHistory attempts =
                before.attempts()
                        .orElse(new AttemptHistory())
                        .withElection(candidate.attemptId(), next, clock.millis());
        String mark = UUID.randomUUID().toString();
        List<Op> changes = new ArrayList<>();
        byte[] epoch = NodeText.encode(new ElectedLeader(next, candidate));
        changes.add(
                before.epoch().isPresent()
                        ? Op.setData(
                                layout.epoch(), epoch, before.epoch().get().stat().getVersion())
                        : Op.create(layout.epoch(), epoch, acl, CreateMode.PERSISTENT));
        before.leader().ifPresent(old -> changes.add(Op.delete(layout.leader(), -1)));
        changes.add(Op.create(layout.leader(), NodeText.encode(next), acl, CreateMode.EPHEMERAL));
        changes.add(Op.create(layout.mark(mark), new byte[0], acl, CreateMode.EPHEMERAL));
        byte[] history = NodeText.bytes(attempts.encode());
        changes.add(
                before.attempts().isPresent()
                        ? Op.setData(layout.attempts(), history, -1)
                        : Op.create(layout.attempts(), history, acl, CreateMode.PERSISTENT));
        try {
            List<OpResult> results = session.multi(changes);
            int version =
                    results.get(0) instanceof OpResult.SetDataResult set
                            ? set.getStat().getVersion()
                            : 0;
            return Optional.of(new Leadership(session, next, version, mark, attempts, answers));
        } catch (InterruptedException e) {
            throw new UnknownOutcomeException(
                    "Interrupted: election of " + candidate,
                    ZooKeeperConnection.interrupted("election", e));
        } catch (KeeperException e) {
            if (Answers.isUnknown(e)) {
                return readBack(session, candidate, next, mark, attempts, e);
            }
            switch (e.code()) {
                case NONODE:
                    createCluster();
                    return Optional.empty();
                case BADVERSION:
                case NODEEXISTS:
                    return Optional.empty();
                default:
                    int failed = Answers.failedOperation(e);
                    throw answers.error(
                            "the election of %s in %s"
                                    .formatted(
                                            candidate,
                                            failed < 0
                                                    ? layout.cluster()
                                                    : changes.get(failed).getPath()),
                            e);
            }
        }
    }

    private Optional<Leadership> readBack(
            ZooKeeper session,
            LeaderCandidate candidate,
            LeaderEpoch next,
            String mark,
            AttemptHistory attempts,
            KeeperException failure)
            throws IOException {
        try {
            connection.doubt();
            boolean marked = nodes.exists(layout.mark(mark));
            Optional<Node> epoch = nodes.node(layout.epoch());
            if (marked
                    && epoch.isPresent()
                    && session.getState().isAlive()
                    && NodeText.elected(layout.epoch(), epoch.get().data())
                            .equals(new ElectedLeader(next, candidate))) {
                int version = epoch.get().stat().getVersion();
                return Optional.of(new Leadership(session, next, version, mark, attempts, answers));
            }
            return Optional.empty();
        } catch (IOException e) {
            e.addSuppressed(failure);
            throw new UnknownOutcomeException(
                    "No answer from ZooKeeper to the election of " + candidate, e);
        }
    }

    private void createCluster() throws IOException {
        for (String path : layout.ancestorsAndCluster()) {
            if (nodes.exists(path)) {
                continue;
            }
            String doing = "creating " + path;
            try {
                connection.session().create(path, null, acl, CreateMode.PERSISTENT);
            } catch (KeeperException.NodeExistsException e) {
                continue; // by another candidate; it means nothing
            } catch (KeeperException e) {
                if (!Answers.isUnknown(e)) {
                    throw answers.error(doing, e);
                }
                return; // the next round finds out
            } catch (InterruptedException e) {
                throw ZooKeeperConnection.interrupted(doing, e);
            }
        }
    }

    /** The cluster's data has been deleted on purpose: epochs begin anew. */
    void onDeleted() {
        highestLed = 0;
    }
}
