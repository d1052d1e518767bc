package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderAttempt;
import org.holdfast.ha.leader.LeaderEpoch;

/**
 * That the attempt which leads has achieved something: {@link LeaderAttempt#progressed}.
 * Thread-safe; all calls block.
 */
public final class AttemptProgress {

    private final CoordinationStore coordination;
    private final LeaderEpoch epoch;

    /**
     * @param epoch in which the attempt leads
     */
    public AttemptProgress(CoordinationStore coordination, LeaderEpoch epoch) {
        this.coordination = requireNonNull(coordination, "coordination");
        this.epoch = requireNonNull(epoch, "epoch");
    }

    /**
     * Notes it; costs nothing from the second time on.
     *
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws IOException if it may not be noted; note it again
     */
    public void note() throws IOException {
        coordination.markProgress(epoch);
    }
}
