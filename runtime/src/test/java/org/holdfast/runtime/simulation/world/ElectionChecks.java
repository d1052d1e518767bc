package org.holdfast.runtime.simulation.world;

import java.util.Optional;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;

/** Who leads: I1, I2, I3. */
final class ElectionChecks {

    private final World world;
    private Optional<SimSession> leading = Optional.empty();
    private long current;
    private long highestAttempt;
    private int elections;

    ElectionChecks(World world) {
        this.world = world;
    }

    void onElected(LeaderEpoch epoch, LeaderCandidate candidate, SimSession session) {
        elections++;
        long before = current;
        world.trace(() -> session.owner() + " is elected for " + epoch);
        world.verdict()
                .require(
                        epoch.number() > before,
                        "I1",
                        () -> "%s begins after epoch %d".formatted(epoch, before));
        world.verdict()
                .require(
                        candidate.attemptId() >= highestAttempt,
                        "I3",
                        () -> candidate + " leads after attempt " + highestAttempt);
        boolean queued = candidate.attemptId() == highestAttempt;
        world.verdict()
                .require(
                        !queued
                                || leading.filter(SimSession::isExpired).isPresent()
                                || leading.equals(Optional.of(session)),
                        "I3",
                        () -> candidate + " does not wait for the end of one of the same attempt");
        leading = Optional.of(session);
        current = epoch.number();
        highestAttempt = Math.max(highestAttempt, candidate.attemptId());
    }

    /** Something was changed in the name of an epoch. */
    void onChanged(LeaderEpoch epoch, String what) {
        world.trace(() -> epoch + " changes " + what);
        world.verdict()
                .require(
                        epoch.number() == current,
                        "I2",
                        () -> "%s changes %s in epoch %d".formatted(epoch, what, current));
    }

    long current() {
        return current;
    }

    boolean isCurrent(SimJobManager jobManager) {
        return jobManager.epoch() == current;
    }

    int elections() {
        return elections;
    }
}
