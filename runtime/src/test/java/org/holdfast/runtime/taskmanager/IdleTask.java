package org.holdfast.runtime.taskmanager;

import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.RunningTask;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskStateChange;

/** A task without a thread that does nothing; tests add what they are about. */
abstract class IdleTask implements RunningTask {

    private final ExecutionAttemptId id;
    private final Task.Listener listener;
    private ExecutionState state;

    IdleTask(ExecutionAttemptId id, Task.Listener listener, ExecutionState first) {
        this.id = id;
        this.listener = listener;
        this.state = first;
    }

    /** Changes its state, and tells nobody. */
    final void become(ExecutionState next) {
        state = next;
    }

    /** Ends, and says so. */
    final void end() {
        become(ExecutionState.CANCELED);
        listener.onTaskStateChanged(currentState());
    }

    @Override
    public ExecutionState state() {
        return state;
    }

    @Override
    public TaskStateChange currentState() {
        return new TaskStateChange(id, state, "", counters());
    }

    @Override
    public TaskCounters counters() {
        return TaskCounters.NONE;
    }

    @Override
    public void start() {}

    @Override
    public void triggerCheckpoint(CheckpointBarrier barrier) {}

    @Override
    public void completeCheckpoint(long checkpoint) {}

    @Override
    public void abortCheckpoint(long checkpoint) {}

    @Override
    public void adopt(TakeoverPoint point) {}

    @Override
    public void endInput() {}

    @Override
    public void onLeaderLost() {}

    @Override
    public void onLeaderFound() {}

    @Override
    public boolean isHeld() {
        return false;
    }
}
