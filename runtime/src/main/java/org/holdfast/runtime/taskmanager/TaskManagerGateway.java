package org.holdfast.runtime.taskmanager;

import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;

/**
 * A TaskManager as the JobManager sees it. Calls return at once and may be lost with the
 * TaskManager; what became of them is seen by its reports, or by its loss. All are idempotent.
 */
public interface TaskManagerGateway {

    /** Runs an attempt; answered by state changes, FAILED if it cannot be started. */
    void submitTask(TaskDeployment deployment);

    /**
     * The JobManager knows for good how an attempt ended, so that no other has to be told. Ends are
     * held, and told to each JobManager that comes, until then.
     */
    void acknowledgeEnd(ExecutionAttemptId attempt);

    /** Stops an attempt; answered by CANCELED (or another terminal state, if that came first). */
    void cancelTask(ExecutionAttemptId attempt);

    /**
     * Has an attempt take its part of a checkpoint: a source puts the barrier between its records,
     * a task whose input has ended snapshots at once. Answered by a {@link
     * org.holdfast.runtime.checkpoint.CheckpointAnswer}, or not at all if the attempt is not there.
     */
    void triggerCheckpoint(ExecutionAttemptId attempt, CheckpointBarrier barrier);

    /**
     * A checkpoint is committed: what the attempt staged for it, and for earlier ones, is to be
     * made visible. After the last checkpoint of a job the attempt finishes.
     *
     * @param checkpoint value of its {@link org.holdfast.runtime.checkpoint.CheckpointId}
     */
    void completeCheckpoint(ExecutionAttemptId attempt, long checkpoint);

    /**
     * A checkpoint will never be committed; it is not waited for any more. What was staged for it
     * is part of the next one.
     */
    void abortCheckpoint(ExecutionAttemptId attempt, long checkpoint);

    /**
     * The JobManager has taken over an attempt that earlier JobManagers deployed. What it staged up
     * to the committed checkpoint is to be made visible; every other checkpoint that those have
     * begun will never be committed.
     */
    void adoptTask(ExecutionAttemptId attempt, TakeoverPoint point);

    /** Has a source end as if it had read all its input. */
    void endInput(ExecutionAttemptId attempt);

    /** Ends the TaskManager process. */
    void shutDown(String reason);

    /**
     * Reads the end of the TaskManager's log.
     *
     * @param maxBytes at most 1 MiB
     * @return fails after {@code akka.ask.timeout}
     */
    CompletableFuture<String> readLog(int maxBytes);
}
