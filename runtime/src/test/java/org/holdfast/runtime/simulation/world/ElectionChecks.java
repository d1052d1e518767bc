package org.holdfast.runtime.simulation.world;

import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;

/** Who leads: I1, I2, I3. */
final class ElectionChecks {

    private final World world;
    private long current;
    private long highestAttempt;
    private int elections;

    ElectionChecks(World world) {
        this.world = world;
    }

    void onElected(LeaderEpoch epoch, LeaderCandidate candidate, SimProcess owner) {
        elections++;
        long before = current;
        world.trace(() -> owner + " is elected for " + epoch);
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
