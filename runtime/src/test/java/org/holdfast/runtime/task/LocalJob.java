package org.holdfast.runtime.task;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.holdfast.api.Dataflow;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphBuilder;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.network.PartitionId;
import org.holdfast.runtime.network.PartitionSpec;
import org.holdfast.runtime.serialization.KryoRecordSerializer;

/** All tasks of a job, run in this process without a TaskManager around them. */
final class LocalJob implements AutoCloseable, Task.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Definition definition;
    private final int parallelism;
    private final DataPlane dataPlane;
    private final ThreadMainThread mainThread = new ThreadMainThread();
    private final FileAccess files =
            new HadoopFileAccess(new org.apache.hadoop.conf.Configuration(false));
    private final JobGraph graph;
    private final Map<ExecutionAttemptId, Task> tasks = new HashMap<>();
    private final Map<ExecutionAttemptId, List<TaskStateChange>> changes =
            new ConcurrentHashMap<>();
    private final List<CheckpointAnswer> answers = new CopyOnWriteArrayList<>();
    private final List<String> fatalErrors = new CopyOnWriteArrayList<>();
    private final Map<String, String> settings;
    private final LocalCheckpoint restoreFrom;

    /** Defines a job. */
    @FunctionalInterface
    interface Definition {

        void define(Dataflow flow) throws Exception;
    }

    LocalJob(int parallelism, DataPlane dataPlane, Definition definition) {
        this(parallelism, dataPlane, Duration.ofSeconds(30), definition);
    }

    LocalJob(
            int parallelism,
            DataPlane dataPlane,
            Duration cancellationTimeout,
            Definition definition) {
        this(
                parallelism,
                dataPlane,
                cancellationTimeout,
                Map.of(),
                LocalCheckpoint.NONE,
                definition);
    }

    LocalJob(
            int parallelism,
            DataPlane dataPlane,
            Duration cancellationTimeout,
            Map<String, String> settings,
            LocalCheckpoint restoreFrom,
            Definition definition) {
        this.settings = settings;
        this.restoreFrom = restoreFrom;
        this.parallelism = parallelism;
        this.dataPlane = dataPlane;
        this.definition = definition;
        JobCode code = new JobCode("0".repeat(64), "Test", List.of(), parallelism);
        try {
            graph = new JobGraphBuilder(files).build(JobId.random(), define(), code, Map.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        TaskEnvironment environment =
                new TaskEnvironment(
                        dataPlane,
                        deployment -> new InProcessCode(),
                        files,
                        KryoRecordSerializer::new,
                        Duration.ofMillis(20),
                        cancellationTimeout,
                        (reason, cause) -> fatalErrors.add(reason));
        for (JobVertex vertex : graph.vertices()) {
            for (int subtask = 0; subtask < vertex.parallelism(); subtask++) {
                ExecutionAttemptId id = attempt(vertex.index(), subtask);
                changes.put(id, new CopyOnWriteArrayList<>());
                tasks.put(id, new Task(deployment(id), environment, mainThread, this));
            }
        }
    }

    @Override
    public void onTaskStateChanged(TaskStateChange change) {
        changes.get(change.attempt()).add(change);
    }

    @Override
    public void onCheckpointAnswer(CheckpointAnswer answer) {
        answers.add(answer);
    }

    private DefinedJob define() {
        DataflowBuilder flow = new DataflowBuilder("test", parallelism);
        try {
            definition.define(flow);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return flow.build();
    }

    /** Code without a jar. */
    private final class InProcessCode implements TaskCode {

        @Override
        public ClassLoader classLoader() {
            return LocalJob.class.getClassLoader();
        }

        @Override
        public DefinedJob define() {
            return LocalJob.this.define();
        }

        @Override
        public void close() {}
    }

    /** Starts all tasks, consumers before producers. */
    LocalJob start() {
        List<JobVertex> vertices = graph.vertices();
        for (int vertex = vertices.size() - 1; vertex >= 0; vertex--) {
            startVertex(vertex);
        }
        return this;
    }

    /** Starts the tasks of one vertex. */
    LocalJob startVertex(int vertex) {
        for (int subtask = 0; subtask < graph.vertices().get(vertex).parallelism(); subtask++) {
            Task task = tasks.get(attempt(vertex, subtask));
            run(task::start);
        }
        return this;
    }

    void cancel(int vertex, int subtask) {
        run(() -> tasks.get(attempt(vertex, subtask)).cancel("told by the test"));
    }

    /** Triggers a checkpoint at its sources, and directly at tasks that are FINISHING. */
    void trigger(CheckpointBarrier barrier) {
        forAll(
                task -> {
                    int vertex = task.currentState().attempt().vertex();
                    if (graph.inputsOf(vertex).isEmpty()
                            || task.state() == ExecutionState.FINISHING) {
                        task.triggerCheckpoint(barrier);
                    }
                });
    }

    /** Tells one task directly. */
    void trigger(int vertex, int subtask, CheckpointBarrier barrier) {
        run(() -> tasks.get(attempt(vertex, subtask)).triggerCheckpoint(barrier));
    }

    void complete(long checkpoint) {
        forAll(task -> task.completeCheckpoint(checkpoint));
    }

    void abort(long checkpoint) {
        forAll(task -> task.abortCheckpoint(checkpoint));
    }

    void adopt(TakeoverPoint point) {
        forAll(task -> task.adopt(point));
    }

    void endInput() {
        forAll(Task::endInput);
    }

    void loseLeader() {
        forAll(Task::onLeaderLost);
    }

    void findLeader() {
        forAll(Task::onLeaderFound);
    }

    /** Whether a task has stopped to take input while there is no JobManager. */
    boolean isHeld(int vertex, int subtask) {
        return tasks.get(attempt(vertex, subtask)).isHeld();
    }

    private void forAll(Consumer<Task> action) {
        run(() -> tasks.values().forEach(action));
    }

    /** What tasks have said of a checkpoint. */
    List<CheckpointAnswer> answers(long checkpoint) {
        return answers.stream().filter(answer -> answer.checkpoint() == checkpoint).toList();
    }

    /** Waits until all tasks have acknowledged a checkpoint. */
    LocalCheckpoint awaitAcknowledged(long checkpoint) {
        await("all tasks to acknowledge checkpoint " + checkpoint)
                .atMost(PATIENCE)
                .until(() -> answers(checkpoint), all -> all.size() == tasks.size());
        return LocalCheckpoint.of(checkpoint, answers(checkpoint));
    }

    void cancelAll() {
        run(
                () ->
                        tasks.values().stream()
                                .filter(task -> task.state() != ExecutionState.DEPLOYING)
                                .forEach(task -> task.cancel("told by the test")));
    }

    private void run(Runnable action) {
        mainThread.call(
                () -> {
                    action.run();
                    return null;
                });
    }

    /** Waits until all tasks are in a state. */
    LocalJob awaitAll(ExecutionState state) {
        await("all tasks to be " + state)
                .atMost(PATIENCE)
                .until(() -> states(), all -> all.stream().allMatch(state::equals));
        return this;
    }

    void awaitState(int vertex, int subtask, ExecutionState state) {
        await("task " + vertex + "/" + subtask + " to be " + state)
                .atMost(PATIENCE)
                .until(() -> state(vertex, subtask), state::equals);
    }

    ExecutionState state(int vertex, int subtask) {
        List<TaskStateChange> seen = changes.get(attempt(vertex, subtask));
        return seen.isEmpty() ? ExecutionState.DEPLOYING : seen.get(seen.size() - 1).state();
    }

    private List<ExecutionState> states() {
        return tasks.keySet().stream().map(id -> state(id.vertex(), id.subtask())).toList();
    }

    List<TaskStateChange> changes(int vertex, int subtask) {
        return changes.get(attempt(vertex, subtask));
    }

    /** Why a task failed. */
    String failure(int vertex, int subtask) {
        List<TaskStateChange> seen = changes(vertex, subtask);
        return seen.get(seen.size() - 1).failure();
    }

    TaskCounters counters(int vertex, int subtask) {
        return tasks.get(attempt(vertex, subtask)).counters();
    }

    List<String> fatalErrors() {
        return fatalErrors;
    }

    /** The vertex whose chain has an operator. */
    int vertexOf(String operator) {
        return graph.vertices().stream()
                .filter(vertex -> List.of(vertex.name().split(" -> ", -1)).contains(operator))
                .findAny()
                .orElseThrow()
                .index();
    }

    private ExecutionAttemptId attempt(int vertex, int subtask) {
        return new ExecutionAttemptId(graph.id(), vertex, subtask, 0);
    }

    private TaskDeployment deployment(ExecutionAttemptId id) {
        JobVertex vertex = graph.vertices().get(id.vertex());
        List<SplitPosition> splits = new ArrayList<>();
        for (int i = id.subtask(); i < vertex.splits().size(); i += vertex.parallelism()) {
            splits.add(SplitPosition.startOf(vertex.splits().get(i)));
        }
        if (restoreFrom != LocalCheckpoint.NONE) {
            splits = restoreFrom.splits(id, vertex.parallelism());
        }
        return new TaskDeployment(
                id,
                graph.name(),
                graph.code(),
                "none",
                graph.hash(),
                vertex.parallelism(),
                splits,
                restoreFrom.restore(id),
                graph.inputsOf(id.vertex()).stream()
                        .flatMap(edge -> channels(edge, id.subtask()))
                        .toList(),
                graph.outputsOf(id.vertex()).stream().map(edge -> partition(id, edge)).toList(),
                settings);
    }

    private Stream<ChannelSource> channels(JobEdge edge, int consumer) {
        if (edge.partitioning() == Partitioning.FORWARD) {
            return Stream.of(channel(edge, consumer, 0));
        }
        int producers = graph.vertices().get(edge.source()).parallelism();
        return IntStream.range(0, producers).mapToObj(p -> channel(edge, p, consumer));
    }

    private ChannelSource channel(JobEdge edge, int producer, int subpartition) {
        PartitionId partition = new PartitionId(attempt(edge.source(), producer), edge.index());
        return new ChannelSource(partition, subpartition, dataPlane.address());
    }

    private PartitionSpec partition(ExecutionAttemptId producer, JobEdge edge) {
        int consumers = graph.vertices().get(edge.target()).parallelism();
        return new PartitionSpec(
                new PartitionId(producer, edge.index()),
                edge.partitioning() == Partitioning.FORWARD ? 1 : consumers);
    }

    @Override
    public void close() {
        cancelAll();
        mainThread.close();
        dataPlane.close();
    }
}
