package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.task.ExecutionAttemptId;

/** What a task says of its part of a checkpoint. */
public sealed interface CheckpointAnswer {

    /** Whose part. */
    ExecutionAttemptId attempt();

    /** Of which checkpoint, {@link CheckpointId#value}. */
    long checkpoint();

    /** It is durable. */
    record Acknowledged(
            ExecutionAttemptId attempt,
            long checkpoint,
            TaskSnapshot snapshot,
            SnapshotFigures figures)
            implements CheckpointAnswer {

        public Acknowledged {
            requireNonNull(attempt, "attempt");
            requireNonNull(snapshot, "snapshot");
            requireNonNull(figures, "figures");
        }
    }

    /**
     * It cannot be had.
     *
     * @param reason what failed, in which operator, on which file
     * @param byStorage whether the file system did not take what the task had to write, rather than
     *     that the task had nothing to write
     */
    record Declined(ExecutionAttemptId attempt, long checkpoint, String reason, boolean byStorage)
            implements CheckpointAnswer {

        public Declined {
            requireNonNull(attempt, "attempt");
            requireNonNull(reason, "reason");
        }
    }
}
