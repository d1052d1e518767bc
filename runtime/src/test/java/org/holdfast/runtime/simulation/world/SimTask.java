package org.holdfast.runtime.simulation.world;

import static org.holdfast.runtime.task.ExecutionState.CANCELED;
import static org.holdfast.runtime.task.ExecutionState.CANCELING;
import static org.holdfast.runtime.task.ExecutionState.FAILED;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;
import static org.holdfast.runtime.task.ExecutionState.FINISHING;
import static org.holdfast.runtime.task.ExecutionState.INITIALIZING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.simulation.world.SimStreams.Element;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.RunningTask;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;

/**
 * A task without a thread: behaves towards its TaskManager and to checkpoints as a real one does.
 * What it works on is its {@link Work}'s to know.
 */
final class SimTask implements RunningTask {

    private final World world;
    private final SimTaskManager owner;
    private final TaskDeployment deployment;
    private final Task.Listener listener;
    private final SimSnapshots snapshots;
    private final List<Element> backlog = new ArrayList<>();
    private final Work work;
    private ExecutionState state = INITIALIZING;
    private boolean open;
    private boolean stopped;
    private long stoppedBy;
    private long newest;

    /** What differs between a source and what reads from it. */
    interface Work {

        /** Takes up what it starts from. */
        void restore() throws IOException;

        /** Begins. */
        void begin();

        /** Its part of a checkpoint, as it stands now. */
        SimSnapshots.Taken snapshot(long checkpoint);

        /** Whether barriers start here. */
        boolean isSource();

        /** Ends as if all input had been read. */
        void endInput();

        /** Goes on after a stop that was given up. */
        void goOn();
    }

    SimTask(World world, SimTaskManager owner, TaskDeployment deployment, Task.Listener listener) {
        this.world = world;
        this.owner = owner;
        this.deployment = deployment;
        this.listener = listener;
        snapshots = new SimSnapshots(world, this);
        work =
                deployment.inputs().isEmpty()
                        ? new SimSource(world, this)
                        : new SimCounter(world, this);
    }

    SimTaskManager owner() {
        return owner;
    }

    TaskDeployment deployment() {
        return deployment;
    }

    ExecutionAttemptId attempt() {
        return deployment.attempt();
    }

    SimSnapshots snapshots() {
        return snapshots;
    }

    Work work() {
        return work;
    }

    /** All it has put out, for consumers that come later. */
    List<Element> backlog() {
        return backlog;
    }

    boolean isLive() {
        return !owner.isDead() && !state.isTerminal() && state != CANCELING;
    }

    /** Whether it is to process records now. */
    boolean isAtWork() {
        return isLive() && open && state == RUNNING && !stopped;
    }

    // ---------------------------------------------------------------- its life

    @Override
    public ExecutionState state() {
        return state;
    }

    @Override
    public TaskStateChange currentState() {
        return new TaskStateChange(attempt(), state, "", TaskCounters.NONE);
    }

    @Override
    public TaskCounters counters() {
        return TaskCounters.NONE;
    }

    @Override
    public void start() {
        world.streams().onStarted(this);
        report("");
        owner.after(20 + world.random().nextInt(300), this::open);
    }

    private void open() {
        if (state != INITIALIZING) {
            return;
        }
        try {
            work.restore();
        } catch (IOException e) {
            fail("cannot restore: " + e.getMessage());
            return;
        }
        open = true;
        world.trace(() -> owner + ": " + attempt() + " runs");
        moveTo(RUNNING);
        work.begin();
    }

    private void moveTo(ExecutionState next) {
        state = next;
        report("");
    }

    private void report(String failure) {
        listener.onTaskStateChanged(
                new TaskStateChange(attempt(), state, failure, TaskCounters.NONE));
    }

    @Override
    public void cancel(String reason) {
        if (!isLive()) {
            return;
        }
        state = CANCELING;
        report("");
        owner.after(1 + world.random().nextInt(400), () -> end(CANCELED, ""));
    }

    /** Something in it has failed. */
    void fail(String reason) {
        if (isLive()) {
            end(FAILED, reason);
        }
    }

    private void end(ExecutionState terminal, String failure) {
        state = terminal;
        world.trace(() -> owner + ": " + attempt() + " ends " + terminal + " " + failure);
        snapshots.close();
        world.streams().onGone(this, terminal == FINISHED);
        report(failure);
    }

    /** Its process is gone, and nothing is told. */
    void vanish() {
        if (!state.isTerminal()) {
            world.streams().onGone(this, false);
        }
    }

    /** All input has been processed. */
    void onInputEnd() {
        if (state == RUNNING) {
            moveTo(FINISHING);
        }
    }

    /** The job's last checkpoint is complete, and everything is committed. */
    void onClosed() {
        if (isLive()) {
            end(FINISHED, "");
        }
    }

    void emit(Element element) {
        backlog.add(element);
        world.streams().emit(this, element);
    }

    // ---------------------------------------------------------------- checkpoints

    @Override
    public void triggerCheckpoint(CheckpointBarrier barrier) {
        if (!open || !state.isRunningOrFinishing()) {
            decline(barrier.checkpoint(), "it is " + state, false);
        } else if (barrier.checkpoint() > newest) {
            boolean closing = barrier.kind() == CheckpointKind.CLOSING;
            if (state != FINISHING && (!work.isSource() || closing)) {
                newest = barrier.checkpoint();
                decline(barrier.checkpoint(), "its input has not ended", false);
            } else {
                take(barrier);
            }
        }
    }

    /** Takes a snapshot between two records, and passes the barrier on. */
    void take(CheckpointBarrier barrier) {
        newest = barrier.checkpoint();
        giveUpStop();
        SimSnapshots.Taken taken = work.snapshot(barrier.checkpoint());
        if (state != FINISHING) {
            emit(new Element.Barrier(barrier));
            if (barrier.kind() == CheckpointKind.STOP) {
                stopped = true;
                stoppedBy = barrier.checkpoint();
            }
        }
        snapshots.write(barrier, taken, deployment.restore().inputEnded() || state == FINISHING);
    }

    private void giveUpStop() {
        if (stopped) {
            stopped = false;
            work.goOn();
        }
    }

    void decline(long checkpoint, String reason, boolean byStorage) {
        answer(new CheckpointAnswer.Declined(attempt(), checkpoint, reason, byStorage));
    }

    void answer(CheckpointAnswer answer) {
        if (isLive()) {
            listener.onCheckpointAnswer(answer);
        }
    }

    @Override
    public void completeCheckpoint(long checkpoint) {
        if (isLive() && open) {
            world.checks().tasks().onComplete(this, checkpoint);
            snapshots.complete(checkpoint);
        }
    }

    @Override
    public void abortCheckpoint(long checkpoint) {
        if (isLive() && open) {
            newest = Math.max(newest, checkpoint);
            if (stoppedBy == checkpoint) {
                giveUpStop();
            }
            snapshots.abort(checkpoint);
        }
    }

    @Override
    public void adopt(TakeoverPoint point) {
        if (isLive() && open) {
            world.checks().tasks().onAdopted(this, point.committed());
            if (stoppedBy > 0 && point.givesUp(stoppedBy)) {
                giveUpStop();
            }
            snapshots.adopt(point);
        }
    }

    @Override
    public void onLeaderLost() {}

    @Override
    public void onLeaderFound() {}

    @Override
    public boolean isHeld() {
        return false;
    }

    @Override
    public void endInput() {
        if (isLive() && open) {
            work.endInput();
        }
    }

    @Override
    public String toString() {
        return attempt() + " (" + state + " on " + owner + ")";
    }
}
