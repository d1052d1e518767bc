package org.holdfast.runtime.task;

import static org.holdfast.runtime.task.TaskPhase.CLOSED;
import static org.holdfast.runtime.task.TaskPhase.ENDING;
import static org.holdfast.runtime.task.TaskPhase.FINISHING;
import static org.holdfast.runtime.task.TaskPhase.PROCESSING;
import static org.holdfast.runtime.task.TaskPhase.STOPPED;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.state.SnapshotException;
import org.holdfast.runtime.task.chain.ChainSnapshot;
import org.holdfast.runtime.task.chain.OperatorChain;
import org.holdfast.runtime.task.checkpoint.TaskCheckpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task's part in checkpoints as far as its own thread does it: takes a snapshot between two
 * batches, passes the barrier on, and leaves the rest to {@link TaskCheckpoints}. Knows the task's
 * {@link TaskPhase}, which checkpoints change. The task's thread only.
 */
final class TaskSnapshots implements BarrierAligner.Listener {

    private static final Logger log = LoggerFactory.getLogger(TaskSnapshots.class);

    private final OperatorChain chain;
    private final TaskOutputs outputs;
    private final TaskCheckpoints checkpoints;
    private final boolean isSource;
    private final boolean inputEndedBefore;

    /** Taken, and perhaps still being written. */
    private final Set<KeyedSnapshot> unreleased =
            Collections.newSetFromMap(new IdentityHashMap<>());

    private TaskPhase phase = PROCESSING;
    private long newest;
    private long stoppedBy;
    private Optional<CheckpointBarrier> triggeredAtEnd = Optional.empty();

    /**
     * A task that has taken no snapshot yet.
     *
     * @param isSource whether barriers start here
     * @param inputEndedBefore whether the state it started from is that of a task whose input had
     *     ended
     */
    TaskSnapshots(
            OperatorChain chain,
            TaskOutputs outputs,
            TaskCheckpoints checkpoints,
            boolean isSource,
            boolean inputEndedBefore) {
        this.chain = chain;
        this.outputs = outputs;
        this.checkpoints = checkpoints;
        this.isSource = isSource;
        this.inputEndedBefore = inputEndedBefore;
    }

    TaskPhase phase() {
        return phase;
    }

    /** All input has been processed. */
    void onInputEnd() {
        phase = phase.to(ENDING);
    }

    /** Everything is put out, the end of the outputs included; nothing is from now on. */
    void onOutputsFinished() throws InterruptedException {
        phase = phase.to(FINISHING);
        if (triggeredAtEnd.isPresent()) {
            onTrigger(triggeredAtEnd.get());
        }
    }

    /** The JobManager wants a snapshot of a source, or of a task whose input has ended. */
    void onTrigger(CheckpointBarrier barrier) throws InterruptedException {
        if (barrier.checkpoint() <= newest) {
            log.debug("Checkpoint {} was triggered again, or late", barrier.checkpoint());
        } else if (phase == ENDING) {
            triggeredAtEnd = Optional.of(barrier); // a part of the end cannot be restored
        } else if (phase != FINISHING && !isSource) {
            decline(barrier, "its input has not ended, barriers reach it there");
        } else if (phase != FINISHING && barrier.kind() == CheckpointKind.CLOSING) {
            decline(barrier, "its input has not ended");
        } else {
            take(barrier, 0);
        }
    }

    private void decline(CheckpointBarrier barrier, String reason) {
        newest = barrier.checkpoint();
        checkpoints.decline(barrier.checkpoint(), reason);
    }

    @Override
    public void onAligned(CheckpointBarrier barrier, long alignmentMicros)
            throws InterruptedException {
        take(barrier, alignmentMicros);
    }

    @Override
    public void onSuperseded(long checkpoint, long newer) {
        checkpoints.decline(
                checkpoint,
                "checkpoint " + CheckpointId.of(newer) + " began before all barriers had come");
    }

    private void take(CheckpointBarrier barrier, long alignmentMicros) throws InterruptedException {
        long begun = System.nanoTime();
        newest = barrier.checkpoint();
        if (phase == STOPPED) {
            phase = phase.to(PROCESSING); // what follows a stop shows that it was given up
        }
        Optional<ChainSnapshot> snapshot = snapshotOrDecline(barrier);
        if (phase != FINISHING) {
            outputs.broadcast(barrier);
        }
        if (snapshot.isEmpty()) {
            return;
        }
        snapshot.get().keyed().ifPresent(unreleased::add);
        if (phase == PROCESSING && barrier.kind() == CheckpointKind.STOP) {
            phase = phase.to(STOPPED);
            stoppedBy = barrier.checkpoint();
        }
        boolean inputEnded = inputEndedBefore || phase == FINISHING;
        long pauseMicros = (System.nanoTime() - begun) / 1_000;
        checkpoints.write(barrier, snapshot.get(), inputEnded, alignmentMicros, pauseMicros);
    }

    /** Whether it takes part or not, the barrier goes on: others may wait for it. */
    private Optional<ChainSnapshot> snapshotOrDecline(CheckpointBarrier barrier) {
        if (!checkpoints.hasRoom()) {
            checkpoints.decline(
                    barrier.checkpoint(), "earlier checkpoints are still being written");
            return Optional.empty();
        }
        try {
            return Optional.of(chain.snapshot(barrier.checkpoint()));
        } catch (SnapshotException e) {
            checkpoints.decline(barrier.checkpoint(), e.getMessage());
            return Optional.empty();
        }
    }

    /** A checkpoint is committed. */
    void onComplete(long checkpoint) {
        checkpoints.complete(checkpoint);
    }

    /** A checkpoint will not be committed. */
    void onAbort(long checkpoint) {
        newest = Math.max(newest, checkpoint);
        if (phase == STOPPED && stoppedBy == checkpoint) {
            phase = phase.to(PROCESSING);
        }
        triggeredAtEnd = triggeredAtEnd.filter(barrier -> barrier.checkpoint() != checkpoint);
        checkpoints.abort(checkpoint);
    }

    /**
     * Another JobManager has taken over. It goes on from the committed checkpoint, and every other
     * that had begun before will not be committed.
     */
    void onAdopted(TakeoverPoint point) {
        if (phase == STOPPED && point.givesUp(stoppedBy)) {
            phase = phase.to(PROCESSING);
        }
        triggeredAtEnd = triggeredAtEnd.filter(barrier -> !point.givesUp(barrier.checkpoint()));
        checkpoints.adopt(point);
    }

    /** The job's last checkpoint is complete, its output is committed. */
    void onClosed() {
        phase = phase.to(CLOSED);
    }

    /** A snapshot has been written, or will not be. */
    void release(KeyedSnapshot snapshot) {
        if (unreleased.remove(snapshot)) {
            snapshot.release();
        }
    }

    /** Commits everything at the end of a task that no checkpoint waits for. */
    void commitAll() throws InterruptedException {
        checkpoints.commitAll(chain.snapshot(0).staging());
    }

    /** Ends all work for checkpoints; see {@link TaskCheckpoints#close}. */
    void close(Duration atMost) {
        checkpoints.close(atMost);
        List.copyOf(unreleased).forEach(this::release);
    }
}
