package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * A job's tasks as its {@link CheckpointCoordinator} sees them. On the main thread; what is told to
 * attempts that are gone is dropped.
 */
public interface CheckpointTasks {

    /** The current attempt of every subtask; empty unless all of them are RUNNING or FINISHING. */
    List<Participant> participants();

    /** See {@code TaskManagerGateway.triggerCheckpoint}. */
    void trigger(ExecutionAttemptId attempt, CheckpointBarrier barrier);

    /** See {@code TaskManagerGateway.completeCheckpoint}. */
    void complete(ExecutionAttemptId attempt, long checkpoint);

    /** See {@code TaskManagerGateway.abortCheckpoint}. */
    void abort(ExecutionAttemptId attempt, long checkpoint);

    /**
     * One attempt that takes part in a checkpoint.
     *
     * @param source whether it reads a source; barriers start there
     * @param finishing whether its input has ended; it is then triggered directly, like a source
     */
    record Participant(ExecutionAttemptId attempt, boolean source, boolean finishing) {

        public Participant {
            requireNonNull(attempt, "attempt");
        }
    }
}
