package org.holdfast.runtime.simulation.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * What sinks write to: takes transactions, makes them visible when they are committed, once. Checks
 * what is visible (I17): each subtask's records of each split follow each other without a gap and
 * without one twice, the count that was kept as state goes on with them, and nothing is visible
 * that no committed checkpoint holds.
 */
final class SimOutput {

    private final World world;
    private final Map<String, Staged> staged = new HashMap<>();
    private final Set<String> committed = new HashSet<>();
    private final Set<String> aborted = new HashSet<>();

    /** How far the visible records of a stream go: split, or count, of a subtask. */
    private final Map<String, Long> visible = new HashMap<>();

    /**
     * Records of one split that a subtask has counted.
     *
     * @param from offset of the first
     * @param to offset behind the last
     * @param countBefore what the subtask had counted before
     */
    record Piece(int split, long from, long to, long countBefore) {}

    private record Staged(ExecutionAttemptId by, long checkpoint, List<Piece> pieces) {}

    SimOutput(World world) {
        this.world = world;
    }

    /** Takes records that are to be seen with a checkpoint; gives the transaction's name. */
    String stage(ExecutionAttemptId by, long checkpoint, List<Piece> pieces) {
        String name = by + "@" + checkpoint;
        staged.put(name, new Staged(by, checkpoint, List.copyOf(pieces)));
        return name;
    }

    /** Makes a transaction visible; a second time changes nothing. */
    void commit(String name, SimProcess by) {
        if (!committed.add(name)) {
            return;
        }
        Staged transaction = staged.remove(name);
        if (transaction == null || aborted.contains(name)) {
            world.verdict().fail("I17", by + " commits " + name + ", which is not there");
            return;
        }
        JobId job = transaction.by().job();
        world.verdict()
                .require(
                        world.checks().checkpoints().everCommitted(job, name),
                        "I17",
                        () -> by + " makes " + name + " visible, which no checkpoint holds");
        for (Piece piece : transaction.pieces()) {
            show(transaction, piece, name);
        }
    }

    private void show(Staged transaction, Piece piece, String name) {
        String subtask = transaction.by().job() + "/" + transaction.by().subtask();
        goOn(subtask + "/" + piece.split(), piece.from(), piece.to(), name);
        long counted = piece.to() - piece.from();
        goOn(subtask, piece.countBefore(), piece.countBefore() + counted, name);
    }

    private void goOn(String stream, long from, long to, String name) {
        long before = visible.getOrDefault(stream, 0L);
        world.verdict()
                .require(
                        before == from,
                        "I17",
                        () ->
                                "%s shows %d to %d of %s, of which %d were visible"
                                        .formatted(name, from, to, stream, before));
        visible.put(stream, to);
    }

    /** Drops a transaction that no checkpoint holds. */
    void abort(String name) {
        aborted.add(name);
        staged.remove(name);
    }

    /**
     * A job has finished: every record up to its latest checkpoint is visible, and that is every
     * record unless somebody has stopped it.
     */
    void requireAll(JobId job) {
        Optional<CheckpointMetadata> latest = world.checks().checkpoints().latest(job);
        if (latest.isEmpty()) {
            world.verdict().fail("I17", "job " + job + " has finished without a checkpoint");
            return;
        }
        boolean stopped = world.client().hasStopped(job);
        for (OperatorState state : latest.get().operators().values()) {
            for (SplitPosition position : state.splits().orElse(List.of())) {
                requireAll(job, position, state.parallelism(), stopped);
            }
        }
    }

    private void requireAll(JobId job, SplitPosition position, int subtasks, boolean stopped) {
        long expected = stopped ? position.offset() : position.split().size();
        for (int subtask = 0; subtask < subtasks; subtask++) {
            String stream = job + "/" + subtask + "/" + SimSource.numberOf(position.split());
            long shown = visible.getOrDefault(stream, 0L);
            world.verdict()
                    .require(
                            shown == expected && position.offset() == expected,
                            "I17",
                            () ->
                                    "job %s has finished, and %d of %d records of %s are visible"
                                            .formatted(job, shown, expected, stream));
        }
    }
}
