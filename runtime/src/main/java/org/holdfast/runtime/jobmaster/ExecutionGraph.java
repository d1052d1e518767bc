package org.holdfast.runtime.jobmaster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.slots.AllocatedSlot;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** The subtasks of a job, vertex by vertex in topological order. */
final class ExecutionGraph {

    private final JobGraph graph;
    private final List<List<Subtask>> vertices;
    private final List<Subtask> all;
    private final FailoverRegions regions;

    /** The graph of a job nothing of which was ever deployed. */
    ExecutionGraph(JobGraph graph) {
        this(graph, JobPast.NONE);
    }

    /**
     * @param past with the ledger of an earlier JobManager: attempts that may still run are the
     *     current ones, otherwise they are numbered on from there
     * @throws IllegalArgumentException if it is that of another job
     */
    ExecutionGraph(JobGraph graph, JobPast past) {
        this.graph = graph;
        past.ledger().ifPresent(this::requireOwn);
        Map<Place, Ledger.Entry> entries = entriesIn(past.ledger());
        this.vertices =
                graph.vertices().stream()
                        .map(vertex -> subtasksOf(vertex, entries, past.mayStillRun()))
                        .toList();
        this.all = vertices.stream().flatMap(List::stream).toList();
        this.regions = new FailoverRegions(graph, vertices);
    }

    private void requireOwn(Ledger ledger) {
        boolean fits =
                ledger.job().equals(graph.id())
                        && ledger.entries().stream()
                                .allMatch(
                                        entry ->
                                                entry.vertex() < graph.vertices().size()
                                                        && entry.subtask()
                                                                < graph.vertices()
                                                                        .get(entry.vertex())
                                                                        .parallelism());
        if (!fits) {
            throw new IllegalArgumentException(
                    "its ledger does not fit its graph: it is that of another job, or damaged");
        }
    }

    private record Place(int vertex, int subtask) {}

    private static Map<Place, Ledger.Entry> entriesIn(Optional<Ledger> ledger) {
        return ledger.stream()
                .flatMap(past -> past.entries().stream())
                .collect(
                        Collectors.toMap(
                                entry -> new Place(entry.vertex(), entry.subtask()),
                                Function.identity()));
    }

    private List<Subtask> subtasksOf(
            JobVertex vertex, Map<Place, Ledger.Entry> past, boolean mayStillRun) {
        List<Subtask> subtasks = new ArrayList<>();
        for (int i = 0; i < vertex.parallelism(); i++) {
            Optional<Ledger.Entry> entry =
                    Optional.ofNullable(past.get(new Place(vertex.index(), i)));
            subtasks.add(
                    new Subtask(
                            graph.id(),
                            vertex,
                            i,
                            entry.map(latest -> latest.attempt() + (mayStillRun ? 0 : 1)).orElse(0),
                            entry.filter(unused -> mayStillRun)
                                    .map(Ledger.Entry::taskManager)
                                    .map(TaskManagerId::new)));
        }
        return List.copyOf(subtasks);
    }

    JobGraph graph() {
        return graph;
    }

    List<List<Subtask>> vertices() {
        return vertices;
    }

    /** All subtasks, producers before their consumers. */
    List<Subtask> subtasks() {
        return all;
    }

    List<Subtask> subtasksOf(int vertex) {
        return vertices.get(vertex);
    }

    /** The subtasks that have no input but what they read from outside. */
    List<Subtask> sources() {
        return all.stream().filter(this::isSource).toList();
    }

    boolean isSource(Subtask subtask) {
        return graph.isSource(subtask.vertex().index());
    }

    /** The subtask whose current attempt this is; empty for an attempt of the past. */
    Optional<Subtask> findCurrent(ExecutionAttemptId id) {
        if (!id.job().equals(graph.id())
                || id.vertex() >= vertices.size()
                || id.subtask() >= vertices.get(id.vertex()).size()) {
            return Optional.empty();
        }
        return Optional.of(vertices.get(id.vertex()).get(id.subtask()))
                .filter(subtask -> subtask.current().id().equals(id));
    }

    /** Whether a TaskManager may have attempts that an earlier JobManager deployed. */
    boolean anyOnlyRecorded() {
        return all.stream().anyMatch(subtask -> subtask.current().isOnlyRecorded());
    }

    boolean allTerminal() {
        return all.stream().allMatch(subtask -> subtask.current().state().isTerminal());
    }

    /** The regions that fail and start over with these subtasks. */
    List<Subtask> regionsOf(Collection<Subtask> subtasks) {
        return regions.with(subtasks);
    }

    /** How many regions there are. */
    int countRegions() {
        return regions.count(all);
    }

    /** In how many regions these subtasks are. */
    int countRegionsOf(Collection<Subtask> subtasks) {
        return regions.count(subtasks);
    }

    /** Whether all can take part in a checkpoint. */
    boolean allRunningOrFinishing() {
        return all.stream()
                .map(subtask -> subtask.current().state())
                .allMatch(ExecutionState::isRunningOrFinishing);
    }

    /** Whether all input has been processed, and no record is under way. */
    boolean allFinishing() {
        return all.stream()
                .allMatch(subtask -> subtask.current().state() == ExecutionState.FINISHING);
    }

    boolean anyFinished() {
        return all.stream().anyMatch(ExecutionGraph::isFinished);
    }

    boolean allFinished() {
        return all.stream().allMatch(ExecutionGraph::isFinished);
    }

    int countRunning() {
        return (int)
                all.stream()
                        .map(subtask -> subtask.current().state())
                        .filter(ExecutionState::isRunningOrFinishing)
                        .count();
    }

    /** Subtasks whose attempt this TaskManager has, and which has not ended. */
    List<Subtask> deployedOn(TaskManagerId taskManager) {
        return all.stream()
                .filter(subtask -> subtask.current().isOn(taskManager))
                .filter(subtask -> subtask.current().isDeployed())
                .toList();
    }

    /**
     * What the job cannot do without if this TaskManager is lost: attempts that have not ended, and
     * results of finished ones that a consumer may still have to read.
     */
    List<Subtask> missedWith(TaskManagerId taskManager) {
        return all.stream()
                .filter(subtask -> subtask.current().isOn(taskManager))
                .filter(subtask -> subtask.current().isDeployed() || isStillRead(subtask))
                .toList();
    }

    /**
     * The ledger with which a part of the job may be deployed.
     *
     * @param scope that part: subtask i of each vertex goes to slot i
     */
    Ledger ledger(long startTime, int restarts, List<Subtask> scope, List<AllocatedSlot> slots) {
        Set<Subtask> deployed = Set.copyOf(scope);
        return new Ledger(
                graph.id(),
                startTime,
                restarts,
                all.stream()
                        .map(
                                subtask ->
                                        entry(
                                                subtask,
                                                deployed.contains(subtask)
                                                        ? Optional.of(slots.get(subtask.index()))
                                                                .map(AllocatedSlot::taskManagerId)
                                                        : subtask.current().whereabouts()))
                        .toList());
    }

    /** The ledger of the job as it is deployed now. */
    Ledger ledger(long startTime, int restarts) {
        return ledger(startTime, restarts, List.of(), List.of());
    }

    private static Ledger.Entry entry(Subtask subtask, Optional<TaskManagerId> where) {
        ExecutionAttemptId id = subtask.current().id();
        return new Ledger.Entry(
                id.vertex(),
                id.subtask(),
                id.attempt(),
                where.map(TaskManagerId::text).orElse(""),
                isFinished(subtask));
    }

    /** Whether it has FINISHED, and a consumer may still have to read what it put out. */
    private boolean isStillRead(Subtask producer) {
        return isFinished(producer) && hasUnfinishedConsumer(producer);
    }

    /** Whether a consumer may still have to read what it puts out. */
    boolean hasUnfinishedConsumer(Subtask producer) {
        return graph.outputsOf(producer.vertex().index()).stream()
                .map(JobEdge::target)
                .flatMap(target -> vertices.get(target).stream())
                .anyMatch(consumer -> !isFinished(consumer));
    }

    static boolean isFinished(Subtask subtask) {
        return subtask.current().state() == ExecutionState.FINISHED;
    }
}
