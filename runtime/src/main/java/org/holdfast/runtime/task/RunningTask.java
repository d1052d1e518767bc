package org.holdfast.runtime.task;

import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;

/**
 * A task as its TaskManager holds it. Calls return at once and are made on the TaskManager's main
 * thread; what becomes of them is heard by the {@link Task.Listener}.
 */
public interface RunningTask {

    /** The state it is in. */
    ExecutionState state();

    /** The state it is in, as news. */
    TaskStateChange currentState();

    /** What it has done so far. */
    TaskCounters counters();

    /** Starts it, once. */
    void start();

    /** Tells it to stop. Does nothing if it has ended or was told before. */
    void cancel(String reason);

    /** Has it take its part of a checkpoint; one that does not process records (yet) declines. */
    void triggerCheckpoint(CheckpointBarrier barrier);

    /** Tells it that a checkpoint is committed. */
    void completeCheckpoint(long checkpoint);

    /** Tells it that a checkpoint will not be committed. */
    void abortCheckpoint(long checkpoint);

    /**
     * Tells it that another JobManager has taken it over: it commits what it staged up to the
     * committed checkpoint, and forgets every other that had begun before.
     */
    void adopt(TakeoverPoint point);

    /** Has a source end as if it had read all its input; does nothing to other tasks. */
    void endInput();

    /**
     * There is no JobManager from now on. It runs on, for as long as {@code
     * execution.checkpointing.outage-staging-limit} lets it.
     */
    void onLeaderLost();

    /** There is a JobManager again. */
    void onLeaderFound();

    /**
     * Whether it takes no input because of {@code execution.checkpointing.outage-staging-limit}.
     */
    boolean isHeld();

    /** Makes tasks. */
    @FunctionalInterface
    interface Factory {

        /** Makes one that is not started yet. */
        RunningTask create(TaskDeployment deployment, Task.Listener listener);
    }
}
