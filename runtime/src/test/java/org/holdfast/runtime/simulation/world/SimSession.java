package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderAttempt;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;

/**
 * A JobManager's session. It ends when the process was silent for too long, which the process
 * learns when it can. Who is told that another epoch has begun is to change nothing more (I20).
 */
final class SimSession implements CoordinationStore {

    /** Without a sign of life the server ends the session. */
    static final long TIMEOUT_MILLIS = 10_000;

    private final World world;
    private final SimCoordination coordination;
    private final SimProcess owner;
    private final CoordinationStore store;
    private final Runnable onExpired;
    private boolean expired;
    private boolean fenced;

    SimSession(
            World world,
            SimCoordination coordination,
            SimProcess owner,
            CoordinationStore store,
            Runnable onExpired) {
        this.world = world;
        this.coordination = coordination;
        this.owner = owner;
        this.store = store;
        this.onExpired = onExpired;
    }

    /** The server ends it; the process hears of that when it is awake, and the store answers. */
    void expire() {
        if (expired) {
            return;
        }
        expired = true;
        world.trace(() -> "the session of " + owner + " has ended");
        store.close();
        tellOwner();
    }

    private void tellOwner() {
        owner.after(
                50 + world.random().nextInt(2_000),
                () -> {
                    if (coordination.isAway()) {
                        tellOwner();
                    } else {
                        onExpired.run();
                    }
                });
    }

    boolean isExpired() {
        return expired;
    }

    /** Whether the process was told that it leads no more, or never can. */
    boolean isFenced() {
        return fenced;
    }

    SimProcess owner() {
        return owner;
    }

    private interface Change {
        void make() throws IOException;
    }

    /** A change arrives, is made, is answered; each may fail. */
    private void change(Change change) throws IOException {
        owner.linger();
        world.verdict()
                .require(!fenced, "I20", () -> owner + " leads no more, knows it, and goes on");
        coordination.arrive();
        requireOpen();
        boolean unanswered = coordination.losesAnswer();
        if (unanswered && !coordination.makesLost()) {
            throw new UnknownOutcomeException("no answer", null);
        }
        try {
            change.make();
        } catch (FencedException e) {
            fenced = true;
            throw e;
        }
        owner.linger();
        if (unanswered) {
            throw new UnknownOutcomeException("no answer", null);
        }
    }

    private void requireOpen() throws IOException {
        if (expired) {
            fenced = true;
            throw new FencedException("the session has ended");
        }
    }

    private void arriveToRead() throws IOException {
        owner.linger();
        coordination.arrive();
        if (expired) {
            throw new IOException("the session has ended");
        }
    }

    @Override
    public Optional<LeaderEpoch> campaign(LeaderCandidate candidate) throws IOException {
        Object[] epoch = new Object[1];
        change(
                () -> {
                    Optional<LeaderEpoch> elected = store.campaign(candidate);
                    elected.ifPresent(
                            won -> world.checks().elections().onElected(won, candidate, this));
                    epoch[0] = elected;
                });
        @SuppressWarnings("unchecked")
        Optional<LeaderEpoch> elected = (Optional<LeaderEpoch>) epoch[0];
        return elected;
    }

    @Override
    public void publish(PublishedLeader leader) throws IOException {
        change(
                () -> {
                    store.publish(leader);
                    world.checks().elections().onChanged(leader.epoch(), "the published leader");
                });
    }

    @Override
    public void markProgress(LeaderEpoch epoch) throws IOException {
        change(
                () -> {
                    store.markProgress(epoch);
                    world.checks().elections().onChanged(epoch, "the progress");
                });
    }

    @Override
    public void commit(LeaderEpoch epoch, Transaction transaction) throws IOException {
        change(
                () -> {
                    store.commit(epoch, transaction);
                    world.checks().onCommitted(epoch, transaction);
                });
    }

    @Override
    public void deleteBelow(LeaderEpoch epoch, CoordinationPath path) throws IOException {
        change(
                () -> {
                    store.deleteBelow(epoch, path);
                    world.checks().onDeletedBelow(epoch, path);
                });
    }

    @Override
    public void deleteAll(LeaderEpoch epoch) throws IOException {
        throw new IOException("this cluster does not end");
    }

    @Override
    public Optional<ElectedLeader> currentEpoch() throws IOException {
        arriveToRead();
        return store.currentEpoch();
    }

    @Override
    public List<LeaderAttempt> attempts() throws IOException {
        arriveToRead();
        return store.attempts();
    }

    @Override
    public Optional<PublishedLeader> leader() throws IOException {
        arriveToRead();
        return store.leader();
    }

    @Override
    public Watch watchLeader(Consumer<Optional<PublishedLeader>> listener) throws IOException {
        throw new IOException("a JobManager does not watch");
    }

    @Override
    public Optional<String> read(CoordinationPath path) throws IOException {
        arriveToRead();
        return store.read(path);
    }

    @Override
    public List<String> children(CoordinationPath path) throws IOException {
        arriveToRead();
        return store.children(path);
    }

    @Override
    public List<String> topNames() throws IOException {
        arriveToRead();
        return store.topNames();
    }

    @Override
    public void close() {
        expire();
    }
}
