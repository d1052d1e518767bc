package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskStateChange;

/**
 * How one attempt stands on its TaskManager: it runs, or it has ended and no JobManager has
 * acknowledged that yet.
 *
 * @param latest its state; with the failure if it FAILED
 * @param graphHash of the job graph it was deployed with; empty if it never started here
 * @param startedCheckpoint the latest whose barrier it has passed, 0 for none; value of a {@link
 *     org.holdfast.runtime.checkpoint.CheckpointId}
 * @param completedCheckpoint the latest it knows to be committed, 0 for none
 */
public record AttemptReport(
        TaskStateChange latest,
        String graphHash,
        long startedCheckpoint,
        long completedCheckpoint) {

    public AttemptReport {
        requireNonNull(latest, "latest");
        requireNonNull(graphHash, "graphHash");
    }

    /** Of an attempt that never started here, or of which no more is known. */
    public static AttemptReport of(TaskStateChange latest) {
        return new AttemptReport(latest, "", 0, 0);
    }

    /** Which attempt it is. */
    public ExecutionAttemptId attempt() {
        return latest.attempt();
    }

    /** Whether the attempt has ended. */
    public boolean hasEnded() {
        return latest.state().isTerminal();
    }
}
