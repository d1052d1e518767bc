package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

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

/**
 * A session that raises the alarm when it is told that another epoch has begun, before its caller
 * hears of it: whoever asked, this process is to change nothing more.
 */
final class FencingAlarm implements CoordinationStore {

    private final CoordinationStore store;
    private final Consumer<String> alarm;

    /**
     * @param alarm takes the reason, on the thread that was told
     */
    FencingAlarm(CoordinationStore store, Consumer<String> alarm) {
        this.store = requireNonNull(store, "store");
        this.alarm = requireNonNull(alarm, "alarm");
    }

    /** What may be fenced. */
    private interface Call<T> {
        T run() throws IOException;
    }

    private <T> T watched(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (FencedException e) {
            alarm.accept(e.getMessage());
            throw e;
        }
    }

    @Override
    public Optional<LeaderEpoch> campaign(LeaderCandidate candidate) throws IOException {
        return watched(() -> store.campaign(candidate));
    }

    @Override
    public void publish(PublishedLeader leader) throws IOException {
        watched(
                () -> {
                    store.publish(leader);
                    return leader;
                });
    }

    @Override
    public void markProgress(LeaderEpoch epoch) throws IOException {
        watched(
                () -> {
                    store.markProgress(epoch);
                    return epoch;
                });
    }

    @Override
    public void commit(LeaderEpoch epoch, Transaction transaction) throws IOException {
        watched(
                () -> {
                    store.commit(epoch, transaction);
                    return epoch;
                });
    }

    @Override
    public void deleteBelow(LeaderEpoch epoch, CoordinationPath path) throws IOException {
        watched(
                () -> {
                    store.deleteBelow(epoch, path);
                    return path;
                });
    }

    @Override
    public void deleteAll(LeaderEpoch epoch) throws IOException {
        watched(
                () -> {
                    store.deleteAll(epoch);
                    return epoch;
                });
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
    public Optional<PublishedLeader> leader() throws IOException {
        return store.leader();
    }

    @Override
    public Watch watchLeader(Consumer<Optional<PublishedLeader>> listener) throws IOException {
        return store.watchLeader(listener);
    }

    @Override
    public Optional<String> read(CoordinationPath path) throws IOException {
        return store.read(path);
    }

    @Override
    public List<String> children(CoordinationPath path) throws IOException {
        return store.children(path);
    }

    @Override
    public List<String> topNames() throws IOException {
        return store.topNames();
    }

    @Override
    public void close() {
        store.close();
    }
}
