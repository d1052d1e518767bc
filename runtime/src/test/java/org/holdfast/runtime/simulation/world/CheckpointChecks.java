package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointMetadataJson;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.task.ExecutionAttemptId;

/** Checkpoints from their trigger to their removal: I11, I12, I13, I14. */
final class CheckpointChecks {

    private final World world;
    private final Map<JobId, TreeSet<Long>> committed = new HashMap<>();
    private final Map<JobId, Set<String>> transactions = new HashMap<>();
    private final Map<String, Long> triggeredIn = new HashMap<>();
    private final Map<String, Set<ExecutionAttemptId>> acknowledged = new HashMap<>();
    private final Map<String, CheckpointMetadata> contents = new HashMap<>();

    CheckpointChecks(World world) {
        this.world = world;
    }

    private static long idOf(String name) {
        String[] parts = name.split("-");
        return new CheckpointId(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])).value();
    }

    private static String key(JobId job, long checkpoint) {
        return job + "/" + checkpoint;
    }

    void onTriggered(SimJobManager by, ExecutionAttemptId attempt, long checkpoint) {
        Long before = triggeredIn.putIfAbsent(key(attempt.job(), checkpoint), by.epoch());
        world.verdict()
                .require(
                        before == null || before == by.epoch(),
                        "I11",
                        () ->
                                "checkpoint %s is triggered in epochs %s and %d"
                                        .formatted(
                                                CheckpointId.of(checkpoint), before, by.epoch()));
        world.verdict()
                .require(
                        !isCommitted(attempt.job(), checkpoint),
                        "I11",
                        () -> CheckpointId.of(checkpoint) + " is triggered, and committed already");
    }

    void onAborted(SimJobManager by, ExecutionAttemptId attempt, long checkpoint) {
        world.verdict()
                .require(
                        !isCommitted(attempt.job(), checkpoint),
                        "I14",
                        () -> by + " aborts " + CheckpointId.of(checkpoint) + ", a committed one");
    }

    void onAcknowledged(ExecutionAttemptId attempt, long checkpoint) {
        acknowledged
                .computeIfAbsent(key(attempt.job(), checkpoint), unused -> new HashSet<>())
                .add(attempt);
    }

    void onCommitted(JobId job, String name, String pointer) {
        long id = idOf(name);
        TreeSet<Long> all = committed.computeIfAbsent(job, unused -> new TreeSet<>());
        world.verdict()
                .require(
                        all.isEmpty() || id > all.last(),
                        "I13",
                        () -> "%s of %s is committed after a later one".formatted(name, job));
        world.verdict()
                .require(
                        world.checks().jobs().result(job).isEmpty(),
                        "I8",
                        () -> "%s of %s is committed, and the job has ended".formatted(name, job));
        all.add(id);
        world.trace(() -> "checkpoint " + name + " of " + job + " is committed");
        try {
            CheckpointMetadata metadata =
                    CheckpointMetadataJson.read(JobChecks.payload(world, pointer));
            contents.put(key(job, id), metadata);
            if (metadata.kind().isLast()) {
                world.faults().onLastCommitted(job);
            }
            requireComplete(metadata, job, id);
            metadata.operators()
                    .values()
                    .forEach(
                            state ->
                                    transactions
                                            .computeIfAbsent(job, unused -> new HashSet<>())
                                            .addAll(state.staged()));
        } catch (IOException e) {
            world.verdict().fail("I12", "checkpoint %s: %s".formatted(name, e.getMessage()));
        }
    }

    private void requireComplete(CheckpointMetadata metadata, JobId job, long id) {
        Set<ExecutionAttemptId> by = acknowledged.getOrDefault(key(job, id), Set.of());
        Optional<Ledger> ledger = world.checks().jobs().ledger(job);
        world.verdict()
                .require(
                        ledger.isPresent()
                                && ledger.get().entries().stream()
                                        .allMatch(entry -> by.contains(attempt(job, entry))),
                        "I12",
                        () ->
                                "checkpoint %s was acknowledged by %s, and those that count are %s"
                                        .formatted(CheckpointId.of(id), by, ledger));
        for (CheckpointMetadata.OperatorState state : metadata.operators().values()) {
            for (StateHandle handle : state.keyed()) {
                Optional<byte[]> file = world.disk().look(FileChecks.pathOf(handle.file()));
                world.verdict()
                        .require(
                                file.isPresent()
                                        && SimSnapshots.sha256(file.get()).equals(handle.sha256()),
                                "I12",
                                () -> "%s of checkpoint %s cannot be read".formatted(handle, id));
            }
        }
    }

    static ExecutionAttemptId attempt(JobId job, Ledger.Entry entry) {
        return new ExecutionAttemptId(job, entry.vertex(), entry.subtask(), entry.attempt());
    }

    void onRemoved(JobId job, String name) {
        world.verdict()
                .require(
                        idOf(name) < newest(job) || world.checks().jobs().result(job).isPresent(),
                        "I13",
                        () -> "%s, the newest of %s, is removed".formatted(name, job));
    }

    // ---------------------------------------------------------------- what others ask

    /** Whether it was ever committed. */
    boolean isCommitted(JobId job, long checkpoint) {
        return committed.getOrDefault(job, new TreeSet<>()).contains(checkpoint);
    }

    /** The newest that was ever committed; 0 for none. */
    long newest(JobId job) {
        TreeSet<Long> all = committed.getOrDefault(job, new TreeSet<>());
        return all.isEmpty() ? 0 : all.last();
    }

    int countCommitted() {
        return committed.values().stream().mapToInt(TreeSet::size).sum();
    }

    /** Whether any committed checkpoint holds a transaction. */
    boolean everCommitted(JobId job, String transaction) {
        return transactions.getOrDefault(job, Set.of()).contains(transaction);
    }

    /** What the newest committed one holds. */
    Optional<CheckpointMetadata> latest(JobId job) {
        return Optional.ofNullable(contents.get(key(job, newest(job))));
    }
}
