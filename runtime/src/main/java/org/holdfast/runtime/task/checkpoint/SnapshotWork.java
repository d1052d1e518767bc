package org.holdfast.runtime.task.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.holdfast.api.Staging;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.SnapshotFigures;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.checkpoint.TaskSnapshot;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.chain.OperatorException;

/**
 * What is slow about one attempt's checkpoints, and what it has to remember of them until the
 * JobManager has decided. The checkpoint thread only.
 */
final class SnapshotWork {

    private final ExecutionAttemptId attempt;
    private final KeyedStateStore stateStore;
    private final StagedTransactions staged;
    private final TreeMap<Long, StateHandle> undecidedState = new TreeMap<>();
    private long lastAcknowledged;
    private long closingCheckpoint;

    SnapshotWork(
            ExecutionAttemptId attempt, KeyedStateStore stateStore, StagedTransactions staged) {
        this.attempt = attempt;
        this.stateStore = stateStore;
        this.staged = staged;
    }

    /**
     * Makes a snapshot durable. What its sinks stage is kept even if the rest fails.
     *
     * @throws OperatorException if a sink cannot stage its records, which are lost with that
     * @throws IOException if the keyed state cannot be written
     */
    CheckpointAnswer.Acknowledged write(UnfinishedSnapshot snapshot) throws IOException {
        long checkpoint = snapshot.barrier.checkpoint();
        stage(checkpoint, snapshot.chain.staging());
        Optional<StateHandle> keyed = Optional.empty();
        if (snapshot.chain.keyed().isPresent()) {
            KeyedSnapshot state = snapshot.chain.keyed().get();
            StateHandle handle =
                    stateStore.write(state, snapshot.barrier.directory(), snapshot::isAborted);
            undecidedState.put(checkpoint, handle);
            keyed = Optional.of(handle);
        }
        lastAcknowledged = checkpoint;
        if (snapshot.barrier.kind().isLast()) {
            closingCheckpoint = checkpoint;
        }
        return new CheckpointAnswer.Acknowledged(
                attempt,
                checkpoint,
                new TaskSnapshot(
                        snapshot.chain.splits(), keyed, staged.byOperator(), snapshot.inputEnded),
                new SnapshotFigures(
                        snapshot.alignmentMicros,
                        snapshot.pauseMicros,
                        (System.nanoTime() - snapshot.endOfPauseNanos) / 1_000,
                        keyed.map(StateHandle::length).orElse(0L)));
    }

    private void stage(long checkpoint, Map<String, Staging> staging) {
        for (Map.Entry<String, Staging> sink : staging.entrySet()) {
            try {
                staged.add(checkpoint, sink.getKey(), sink.getValue().finish());
            } catch (Throwable t) {
                throw new OperatorException(
                        sink.getKey(),
                        new IOException("its records cannot be staged: " + t.getMessage(), t));
            }
        }
    }

    /**
     * Commits what was staged at a checkpoint and before.
     *
     * @return whether that was the last checkpoint there is
     */
    boolean commit(long checkpoint) {
        staged.commitUpTo(checkpoint);
        undecidedState.headMap(checkpoint, true).clear();
        return checkpoint == closingCheckpoint;
    }

    /** Stages and commits everything. */
    void commitAll(Map<String, Staging> last) {
        stage(Long.MAX_VALUE, last);
        staged.commitUpTo(Long.MAX_VALUE);
    }

    /** Forgets a checkpoint that will not be committed, but not what was staged for it. */
    void drop(long checkpoint) {
        StateHandle handle = undecidedState.remove(checkpoint);
        if (handle != null) {
            stateStore.delete(handle);
        }
        if (checkpoint == closingCheckpoint) {
            closingCheckpoint = 0;
        }
    }

    /**
     * As {@link #drop}, for every checkpoint that was given up; those before the committed one may
     * be retained.
     */
    void dropGivenUp(TakeoverPoint point) {
        undecidedState.tailMap(point.committed(), false).keySet().stream()
                .filter(point::givesUp)
                .toList()
                .forEach(this::drop);
        if (closingCheckpoint > point.committed() && point.givesUp(closingCheckpoint)) {
            closingCheckpoint = 0;
        }
    }

    /**
     * Drops what was staged for checkpoints that were not acknowledged; the JobManager may still
     * commit the others.
     *
     * @return what committers have thrown
     */
    List<Throwable> abortUnacknowledged() {
        List<Throwable> failures = new ArrayList<>();
        staged.abortAfter(lastAcknowledged, failures);
        return failures;
    }
}
