package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointAnswer.Acknowledged;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;

/** Puts together what the tasks of a job contributed, by operator. */
final class CheckpointAssembly {

    private final JobGraph graph;

    CheckpointAssembly(JobGraph graph) {
        this.graph = requireNonNull(graph, "graph");
    }

    /**
     * The checkpoint, as all its participants gave it.
     *
     * @return its {@code path} is its directory
     */
    CheckpointMetadata of(PendingCheckpoint pending) {
        Map<String, OperatorState> operators = new LinkedHashMap<>();
        for (JobVertex vertex : graph.vertices()) {
            addOperators(vertex, snapshotsOf(vertex, pending), operators);
        }
        return new CheckpointMetadata(
                pending.id(),
                pending.kind(),
                graph.id().hex(),
                graph.name(),
                pending.triggerTime(),
                pending.directory(),
                operators);
    }

    private static List<TaskSnapshot> snapshotsOf(JobVertex vertex, PendingCheckpoint pending) {
        return pending.acknowledged().stream()
                .filter(answer -> answer.attempt().vertex() == vertex.index())
                .sorted(Comparator.comparingInt(answer -> answer.attempt().subtask()))
                .map(Acknowledged::snapshot)
                .toList();
    }

    private void addOperators(
            JobVertex vertex, List<TaskSnapshot> tasks, Map<String, OperatorState> operators) {
        for (String operator : vertex.operators()) {
            boolean head = operator.equals(vertex.operators().get(0));
            boolean source = head && graph.isSource(vertex.index());
            OperatorState state =
                    new OperatorState(
                            vertex.parallelism(),
                            source ? Optional.of(inTurn(tasks)) : Optional.empty(),
                            head ? keyed(tasks) : List.of(),
                            head ? ended(tasks) : List.of(),
                            staged(operator, tasks));
            if (source || !state.keyed().isEmpty() || !state.staged().isEmpty()) {
                operators.put(operator, state);
            }
        }
    }

    /**
     * One split of each subtask in turn: the order in which they were handed out, so that they come
     * back to the same subtasks.
     */
    private static List<SplitPosition> inTurn(List<TaskSnapshot> tasks) {
        int most = tasks.stream().mapToInt(task -> task.splits().size()).max().orElse(0);
        return IntStream.range(0, most)
                .boxed()
                .flatMap(
                        turn ->
                                tasks.stream()
                                        .filter(task -> task.splits().size() > turn)
                                        .map(task -> task.splits().get(turn)))
                .toList();
    }

    private static List<StateHandle> keyed(List<TaskSnapshot> tasks) {
        return tasks.stream().map(TaskSnapshot::keyed).flatMap(Optional::stream).toList();
    }

    private static List<Integer> ended(List<TaskSnapshot> tasks) {
        return IntStream.range(0, tasks.size())
                .filter(subtask -> tasks.get(subtask).keyed().isPresent())
                .filter(subtask -> tasks.get(subtask).inputEnded())
                .boxed()
                .toList();
    }

    private static List<String> staged(String operator, List<TaskSnapshot> tasks) {
        List<String> all = new ArrayList<>();
        tasks.forEach(task -> all.addAll(task.staged().getOrDefault(operator, List.of())));
        return all;
    }
}
