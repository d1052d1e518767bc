package org.holdfast.ha.leader;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sessions of one process with each other: what a cluster without high availability uses. */
public final class InMemoryCoordinationStore implements CoordinationStore {

    private final InMemoryTree tree;
    private volatile boolean closed;

    /** The first session of an empty store. */
    public InMemoryCoordinationStore() {
        this(new InMemoryTree());
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
