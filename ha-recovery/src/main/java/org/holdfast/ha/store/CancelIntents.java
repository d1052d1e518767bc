package org.holdfast.ha.store;

import java.io.IOException;
import java.util.Optional;
import org.holdfast.ha.leader.ConflictException;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;

/**
 * That a job is to be cancelled: a small value, in no file. It is recorded before whoever asked is
 * told, and ends with the job. Thread-safe; all calls block. A job id has 32 lower-case hexadecimal
 * digits; anything else is refused with an {@link IllegalArgumentException}.
 */
public final class CancelIntents {

    private static final String STEP = "X2";

    private final FencedPointers pointers;

    /**
     * @param epoch in whose name intents are recorded
     */
    public CancelIntents(CoordinationStore coordination, LeaderEpoch epoch) {
        pointers = new FencedPointers(coordination, epoch);
    }

    /**
     * Records the intent; the first one of a job stays.
     *
     * @param intent what exactly, in the caller's words; at most 1,024 bytes
     * @return false if one was there already
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws UnknownOutcomeException if it may be recorded or not; record it again
     * @throws IOException if it is not recorded
     */
    public boolean record(String job, String intent) throws IOException {
        try {
            pointers.commit(new Transaction().create(JobPaths.cancel(job), intent), STEP);
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    /** The intent; empty if there is none. */
    public Optional<String> find(String job) throws IOException {
        return pointers.value(JobPaths.cancel(job));
    }
}
