package org.holdfast.ha.leader;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A session that loses messages when told to. */
public final class LossyCoordinationStore implements CoordinationStore {

    private final CoordinationStore store;
    private Optional<Loss> next = Optional.empty();
    private int losses;
    private boolean disconnected;
    private Meanwhile meanwhile = () -> {};

    /** What the next change runs into. */
    public enum Loss {
        /** The request never arrives. */
        BEFORE_THE_CHANGE,
        /** The change is made, the reply never arrives. */
        OF_THE_REPLY,
        /** As above, and nothing can be read until {@link #reconnect}. */
        OF_THE_CONNECTION
    }

    public LossyCoordinationStore(CoordinationStore store) {
        this.store = store;
    }

    public void loseNext(Loss loss) {
        next = Optional.of(loss);
    }

    /** What others do after the next change is made, and before anything is read. */
    @FunctionalInterface
    public interface Meanwhile {
        void happens() throws IOException;
    }

    public void afterNext(Meanwhile event) {
        meanwhile = event;
    }

    /** How many changes, or answers to them, were really lost. */
    public int losses() {
        return losses;
    }

    public void reconnect() {
        disconnected = false;
    }

    @Override
    public void commit(LeaderEpoch epoch, Transaction transaction) throws IOException {
        Optional<Loss> loss = next;
        next = Optional.empty();
        if (!loss.equals(Optional.of(Loss.BEFORE_THE_CHANGE))) {
            store.commit(epoch, transaction);
        }
        Meanwhile event = meanwhile;
        meanwhile = () -> {};
        event.happens();
        disconnected = loss.equals(Optional.of(Loss.OF_THE_CONNECTION));
        if (loss.isPresent()) {
            losses++;
            throw new UnknownOutcomeException("no reply", new IOException("connection lost"));
        }
    }

    @Override
    public Optional<String> read(CoordinationPath path) throws IOException {
        if (disconnected) {
            throw new IOException("not connected");
        }
        return store.read(path);
    }

    @Override
    public List<String> children(CoordinationPath path) throws IOException {
        return store.children(path);
    }

    @Override
    public Optional<LeaderEpoch> campaign(LeaderCandidate candidate) throws IOException {
        return store.campaign(candidate);
    }

    @Override
    public void publish(PublishedLeader leader) throws IOException {
        store.publish(leader);
    }

    @Override
    public Optional<PublishedLeader> leader() throws IOException {
        return store.leader();
    }

    @Override
    public Watch watchLeader(Consumer<Optional<PublishedLeader>> listener) throws IOException {
        return store.watchLeader(listener);
    }

    @Override
    public Optional<ElectedLeader> currentEpoch() throws IOException {
        return store.currentEpoch();
    }

    @Override
    public List<LeaderAttempt> attempts() throws IOException {
        return store.attempts();
    }

    @Override
    public void markProgress(LeaderEpoch epoch) throws IOException {
        store.markProgress(epoch);
    }

    @Override
    public List<String> topNames() throws IOException {
        return store.topNames();
    }

    @Override
    public void deleteBelow(LeaderEpoch epoch, CoordinationPath path) throws IOException {
        store.deleteBelow(epoch, path);
    }

    @Override
    public void deleteAll(LeaderEpoch epoch) throws IOException {
        store.deleteAll(epoch);
    }

    @Override
    public void close() {
        store.close();
    }
}
