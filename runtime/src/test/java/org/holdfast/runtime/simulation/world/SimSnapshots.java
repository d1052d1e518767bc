package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.SnapshotFigures;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.checkpoint.TaskSnapshot;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.state.KeyGroups;

/**
 * What is slow about a task's checkpoints, in the order it is told: writes state, stages output,
 * commits what was staged. Keeps what was staged until it is committed, as a real task does.
 */
final class SimSnapshots {

    static final String SINK = "out";

    private final World world;
    private final SimTask task;
    private final TreeMap<Long, List<String>> staged = new TreeMap<>();
    private final Set<Long> aborted = new HashSet<>();
    private long lastAcknowledged;
    private long closingCheckpoint;
    private long lastDue;
    private boolean closed;

    /**
     * A task's part of a checkpoint.
     *
     * @param splits of a source
     * @param counted what the task has counted, if it does
     * @param output what is to be seen with the checkpoint
     */
    record Taken(
            List<SplitPosition> splits, Optional<Long> counted, List<SimOutput.Piece> output) {}

    SimSnapshots(World world, SimTask task) {
        this.world = world;
        this.task = task;
    }

    private void later(Runnable action) {
        long now = world.time().now();
        lastDue = Math.max(lastDue, now + 1 + world.random().nextInt(60));
        task.owner()
                .after(
                        lastDue - now,
                        () -> {
                            if (!closed) {
                                action.run();
                            }
                        });
    }

    void write(CheckpointBarrier barrier, Taken taken, boolean inputEnded) {
        later(() -> writeNow(barrier, taken, inputEnded));
    }

    private void writeNow(CheckpointBarrier barrier, Taken taken, boolean inputEnded) {
        long checkpoint = barrier.checkpoint();
        if (taken.counted().isPresent()) {
            String name = world.output().stage(task.attempt(), checkpoint, taken.output());
            staged.computeIfAbsent(checkpoint, unused -> new ArrayList<>()).add(name);
        }
        if (aborted.contains(checkpoint)) {
            return;
        }
        Optional<StateHandle> keyed = Optional.empty();
        try {
            if (taken.counted().isPresent()) {
                keyed = Optional.of(writeState(barrier, taken.counted().get()));
            }
        } catch (IOException e) {
            task.decline(checkpoint, e.getMessage(), true);
            return;
        }
        lastAcknowledged = checkpoint;
        if (barrier.kind().isLast()) {
            closingCheckpoint = checkpoint;
        }
        world.checks().checkpoints().onAcknowledged(task.attempt(), checkpoint);
        task.answer(
                new CheckpointAnswer.Acknowledged(
                        task.attempt(),
                        checkpoint,
                        new TaskSnapshot(taken.splits(), keyed, allStaged(), inputEnded),
                        SnapshotFigures.NONE));
    }

    private Map<String, List<String>> allStaged() {
        List<String> all = staged.values().stream().flatMap(List::stream).toList();
        return all.isEmpty() ? Map.of() : Map.of(SINK, all);
    }

    private StateHandle writeState(CheckpointBarrier barrier, long counted) throws IOException {
        String file = barrier.directory() + "/count-" + task.attempt();
        byte[] state = Long.toString(counted).getBytes(StandardCharsets.UTF_8);
        Path path = new Path(file);
        try (OutputStream out = path.getFileSystem(World.HADOOP).create(path, false)) {
            out.write(state);
            ((org.apache.hadoop.fs.Syncable) out).hsync();
        }
        int parallelism = task.deployment().parallelism();
        int subtask = task.attempt().subtask();
        int first = KeyGroups.firstOf(subtask, parallelism);
        int groups = KeyGroups.firstOf(subtask + 1, parallelism) - first;
        return new StateHandle(first, groups, file, "", state.length, sha256(state));
    }

    /** Reads what {@link #writeState} wrote. */
    static long readState(World world, StateHandle handle) throws IOException {
        byte[] state = world.disk().read(new Path(handle.file()).toUri().getPath());
        if (!sha256(state).equals(handle.sha256())) {
            throw new IOException(handle.file() + " is damaged");
        }
        return Long.parseLong(new String(state, StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void complete(long checkpoint) {
        later(
                () -> {
                    var upTo = staged.headMap(checkpoint, true);
                    upTo.values().forEach(names -> names.forEach(this::commit));
                    upTo.clear();
                    if (checkpoint == closingCheckpoint) {
                        task.onClosed();
                    }
                });
    }

    private void commit(String name) {
        world.output().commit(name, task.owner());
    }

    void abort(long checkpoint) {
        aborted.add(checkpoint);
        later(
                () -> {
                    if (checkpoint == closingCheckpoint) {
                        closingCheckpoint = 0;
                    }
                });
    }

    void adopt(TakeoverPoint point) {
        later(
                () -> {
                    if (closingCheckpoint > 0 && point.givesUp(closingCheckpoint)) {
                        closingCheckpoint = 0;
                    }
                });
        if (point.committed() > 0) {
            complete(point.committed());
        }
    }

    /** The task ends: what was staged for no acknowledged checkpoint is dropped. */
    void close() {
        closed = true;
        staged.tailMap(lastAcknowledged, false)
                .values()
                .forEach(names -> names.forEach(world.output()::abort));
    }
}
