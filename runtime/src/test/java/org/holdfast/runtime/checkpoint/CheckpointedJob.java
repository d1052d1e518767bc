package org.holdfast.runtime.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * A job of two sources, two counters and a sink whose tasks answer when the test says so: what a
 * {@link CheckpointCoordinator} sees and does.
 */
final class CheckpointedJob implements CheckpointTasks, CheckpointListener {

    static final int EPOCH = 7;
    static final Duration INTERVAL = Duration.ofSeconds(10);

    final ManualMainThread mainThread = new ManualMainThread();
    final InMemoryCheckpoints disk = new InMemoryCheckpoints(mainThread);
    final JobGraph graph =
            TestGraphs.graph()
                    .name("counts")
                    .source("lines", 2, 4)
                    .vertex("count", 2)
                    .edge(0, 1, Partitioning.HASH)
                    .vertex("out", 1)
                    .edge(1, 2, Partitioning.REBALANCE)
                    .build();
    final CheckpointCoordinator coordinator;

    final List<CheckpointMetadata> completed = new ArrayList<>();
    final List<String> tooManyFailures = new ArrayList<>();

    /** By attempt: what it was told, oldest first. */
    private final Map<ExecutionAttemptId, List<CheckpointBarrier>> triggers = new HashMap<>();

    private final Map<ExecutionAttemptId, List<Long>> completions = new HashMap<>();
    private final Map<ExecutionAttemptId, List<Long>> aborts = new HashMap<>();

    private int attempt;
    private boolean allRun = true;
    private boolean finishing;

    private CheckpointedJob(Map<String, String> settings) {
        coordinator =
                new CheckpointCoordinator(
                        graph,
                        CheckpointSettings.of(Configuration.of(settings)),
                        EPOCH,
                        mainThread,
                        Clock.fixed(Instant.ofEpochMilli(1_000_000), ZoneOffset.UTC),
                        disk.forJob(graph.id(), CheckpointSettings.of(Configuration.of(settings))),
                        this,
                        this);
    }

    /** With a checkpoint every ten seconds, and further settings. */
    static CheckpointedJob with(String... keysAndValues) {
        Map<String, String> settings = new HashMap<>();
        settings.put("execution.checkpointing.interval", INTERVAL.toSeconds() + " s");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new CheckpointedJob(settings);
    }

    /** With checkpoints by savepoint only. */
    static CheckpointedJob withoutInterval() {
        return new CheckpointedJob(Map.of());
    }

    /** All tasks run. */
    CheckpointedJob start() {
        allRun = true;
        coordinator.start();
        mainThread.runDue();
        return this;
    }

    /** A task fails; the coordinator hears of it. */
    void failTask(String reason) {
        allRun = false;
        coordinator.suspend(reason);
    }

    /** All tasks run again, in new attempts. */
    void restart() {
        attempt++;
        finishing = false;
        start();
    }

    /** The input of all tasks has ended. */
    void finishAll() {
        finishing = true;
        tasks().forEach(coordinator::onFinishing);
    }

    void stopRunningUnnoticed() {
        allRun = false;
    }

    void pass(Duration time) {
        mainThread.advance(time);
    }

    /** Lets the next checkpoint be triggered, and answers nothing. */
    void triggerOne() {
        pass(INTERVAL);
    }

    /** Lets a whole checkpoint pass. */
    CheckpointMetadata completeOne() {
        triggerOne();
        acknowledgeAll();
        return completed.get(completed.size() - 1);
    }

    void releaseCommits() {
        disk.releaseCommits();
        mainThread.runDue();
    }

    void acknowledgeAll() {
        tasks().forEach(this::acknowledge);
        mainThread.runDue();
    }

    void acknowledge(ExecutionAttemptId task) {
        coordinator.onAnswer(acknowledged(task, pendingId()));
    }

    void acknowledge(ExecutionAttemptId task, long checkpoint) {
        coordinator.onAnswer(acknowledged(task, checkpoint));
    }

    void decline(ExecutionAttemptId task, String reason) {
        coordinator.onAnswer(new CheckpointAnswer.Declined(task, pendingId(), reason, false));
        mainThread.runDue();
    }

    void declineByStorage(ExecutionAttemptId task, String reason) {
        coordinator.onAnswer(new CheckpointAnswer.Declined(task, pendingId(), reason, true));
        mainThread.runDue();
    }

    private CheckpointAnswer acknowledged(ExecutionAttemptId task, long checkpoint) {
        return new CheckpointAnswer.Acknowledged(
                task, checkpoint, snapshotOf(task), new SnapshotFigures(3, task.subtask(), 5, 100));
    }

    private TaskSnapshot snapshotOf(ExecutionAttemptId task) {
        int subtask = task.subtask();
        return switch (task.vertex()) {
            case 0 ->
                    new TaskSnapshot(
                            List.of(position(subtask), position(subtask + 2)),
                            Optional.empty(),
                            Map.of(),
                            finishing);
            case 1 ->
                    new TaskSnapshot(
                            List.of(),
                            Optional.of(
                                    new StateHandle(
                                            subtask * 64, 64, "", "AAAA", 3, "a".repeat(64))),
                            Map.of(),
                            finishing);
            default ->
                    new TaskSnapshot(
                            List.of(),
                            Optional.empty(),
                            Map.of("out", List.of("part-of-" + task)),
                            finishing);
        };
    }

    SplitPosition position(int split) {
        return new SplitPosition(graph.vertices().get(0).splits().get(split), 10L + split);
    }

    long pendingId() {
        return coordinator.report().history().get(0).id();
    }

    ExecutionAttemptId task(int vertex, int subtask) {
        return new ExecutionAttemptId(graph.id(), vertex, subtask, attempt);
    }

    List<ExecutionAttemptId> sources() {
        return List.of(task(0, 0), task(0, 1));
    }

    List<ExecutionAttemptId> tasks() {
        return List.of(task(0, 0), task(0, 1), task(1, 0), task(1, 1), task(2, 0));
    }

    List<CheckpointBarrier> triggersOf(ExecutionAttemptId task) {
        return triggers.getOrDefault(task, List.of());
    }

    /** Who was ever told to take part directly. */
    List<ExecutionAttemptId> triggered() {
        return triggers.keySet().stream().sorted(BY_PLACE).toList();
    }

    private static final Comparator<ExecutionAttemptId> BY_PLACE =
            Comparator.comparingInt(ExecutionAttemptId::vertex)
                    .thenComparingInt(ExecutionAttemptId::subtask)
                    .thenComparingInt(ExecutionAttemptId::attempt);

    List<Long> completionsOf(ExecutionAttemptId task) {
        return completions.getOrDefault(task, List.of());
    }

    List<Long> abortsOf(ExecutionAttemptId task) {
        return aborts.getOrDefault(task, List.of());
    }

    @Override
    public List<Participant> participants() {
        if (!allRun) {
            return List.of();
        }
        return tasks().stream()
                .map(task -> new Participant(task, task.vertex() == 0, finishing))
                .toList();
    }

    @Override
    public void trigger(ExecutionAttemptId task, CheckpointBarrier barrier) {
        triggers.computeIfAbsent(task, id -> new ArrayList<>()).add(barrier);
    }

    @Override
    public void complete(ExecutionAttemptId task, long checkpoint) {
        if (!disk.pointersOf(graph.id()).contains(CheckpointId.of(checkpoint))) {
            throw new AssertionError(task + " was told of " + checkpoint + " before its commit");
        }
        completions.computeIfAbsent(task, id -> new ArrayList<>()).add(checkpoint);
    }

    @Override
    public void abort(ExecutionAttemptId task, long checkpoint) {
        aborts.computeIfAbsent(task, id -> new ArrayList<>()).add(checkpoint);
    }

    @Override
    public void onCheckpointCompleted(CheckpointMetadata checkpoint) {
        completed.add(checkpoint);
    }

    @Override
    public void onTooManyFailures(String reason) {
        tooManyFailures.add(reason);
    }
}
