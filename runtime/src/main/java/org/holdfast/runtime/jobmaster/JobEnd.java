package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.concurrent.Retries;
import org.holdfast.runtime.dispatcher.JobStatus;

/**
 * How a job ends: its result is made durable, only then it shows, then its checkpoints are removed.
 * On the main thread.
 */
final class JobEnd {

    private final JobState state;
    private final JobCheckpoints checkpoints;
    private final Retries retries;
    private Optional<JobStatus> decided = Optional.empty();

    JobEnd(JobServices services, JobState state, JobCheckpoints checkpoints) {
        this.state = requireNonNull(state, "state");
        this.checkpoints = requireNonNull(checkpoints, "checkpoints");
        retries = new Retries("its result to be recorded", services.mainThread());
    }

    /**
     * Whether it is decided how the job ends; nothing that happens to its tasks changes that any
     * more.
     */
    boolean isDecided() {
        return decided.isPresent();
    }

    /**
     * All tasks have ended, and no slots are held any more.
     *
     * @param ledgers of the job; no other is written
     * @param ending stores the result, and hears when all is done
     */
    void begin(JobStatus terminal, String reason, LedgerWriter ledgers, Ending ending) {
        decided = Optional.of(terminal);
        ledgers.stop(() -> record(terminal, reason, ending));
    }

    private void record(JobStatus terminal, String reason, Ending ending) {
        FaultPoint.hit("X4");
        retries.run(
                () -> ending.record(terminal),
                failure -> false,
                (done, none) -> {
                    state.moveTo(terminal, reason);
                    checkpoints.onJobEnded(terminal).thenRun(ending::onEnded);
                });
    }

    /** What is done about a job's end. */
    interface Ending {

        /** Makes the result durable. */
        CompletableFuture<Void> record(JobStatus terminal);

        /** All is done. */
        void onEnded();
    }

    /** What is waited for, for people. */
    String waitingFor() {
        return retries.describe();
    }
}
