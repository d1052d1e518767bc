package org.holdfast.ha.leader;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sessions of one process with each other: what a cluster without high availability uses. */
public final class InMemoryCoordinationStore implements CoordinationStore {

    private final InMemoryTree tree;
    private volatile boolean closed;

    /** The first session of an empty store. */
    public InMemoryCoordinationStore() {
        this(Clock.systemUTC());
    }

    /**
     * The first session of an empty store.
     *
     * @param clock tells when attempts started
     */
    public InMemoryCoordinationStore(Clock clock) {
        this(clock, 1);
    }

    /**
     * The first session of an empty store.
     *
     * @param clock tells when attempts started
     * @param firstEpoch the number of the first epoch, at least 1
     */
    public InMemoryCoordinationStore(Clock clock, long firstEpoch) {
        this(new InMemoryTree(requireNonNull(clock, "clock"), new LeaderEpoch(firstEpoch)));
    }

    private InMemoryCoordinationStore(InMemoryTree tree) {
        this.tree = tree;
    }

    /** Another session with the same content. */
    public InMemoryCoordinationStore connect() {
        return new InMemoryCoordinationStore(tree);
    }

    @Override
    public Optional<LeaderEpoch> campaign(LeaderCandidate candidate) throws IOException {
        requireOpen();
        return tree.campaign(this, requireNonNull(candidate, "candidate"));
    }

    @Override
    public void publish(PublishedLeader leader) throws IOException {
        requireOpen();
        tree.publish(requireNonNull(leader, "leader"));
    }

    @Override
    public Optional<PublishedLeader> leader() throws IOException {
        requireOpen();
        return tree.leader();
    }

    @Override
    public Watch watchLeader(Consumer<Optional<PublishedLeader>> listener) throws IOException {
        requireOpen();
        return tree.watch(requireNonNull(listener, "listener"));
    }

    @Override
    public Optional<String> read(CoordinationPath path) throws IOException {
        requireOpen();
        return tree.read(path);
    }

    @Override
    public List<String> children(CoordinationPath path) throws IOException {
        requireOpen();
        return tree.children(path);
    }

    @Override
    public void commit(LeaderEpoch epoch, Transaction transaction) throws IOException {
        requireOpen();
        tree.commit(epoch, transaction);
    }

    @Override
    public Optional<ElectedLeader> currentEpoch() throws IOException {
        requireOpen();
        return tree.currentEpoch();
    }

    @Override
    public List<LeaderAttempt> attempts() throws IOException {
        requireOpen();
        return tree.attempts();
    }

    @Override
    public void markProgress(LeaderEpoch epoch) throws IOException {
        requireOpen();
        tree.markProgress(epoch);
    }

    @Override
    public List<String> topNames() throws IOException {
        requireOpen();
        return tree.topNames();
    }

    @Override
    public void deleteBelow(LeaderEpoch epoch, CoordinationPath path) throws IOException {
        requireOpen();
        tree.deleteBelow(epoch, path);
    }

    @Override
    public void deleteAll(LeaderEpoch epoch) throws IOException {
        requireOpen();
        tree.deleteAll(epoch);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The session with the coordination store has been closed.");
        }
    }

    @Override
    public void close() {
        closed = true;
        tree.onClosed(this);
    }
}
