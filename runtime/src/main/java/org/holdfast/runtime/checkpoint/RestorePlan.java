package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.state.KeyGroups;

/**
 * What each task of a job starts from, at whatever parallelism. Operators are found by name: split
 * i of a source goes to subtask i modulo parallelism, keyed state to the subtasks that hold its key
 * groups. The staged transactions of a sink go to all subtasks; at another parallelism, transaction
 * i goes to subtask i modulo parallelism.
 */
public final class RestorePlan {

    private final JobGraph graph;
    private final Optional<CheckpointMetadata> from;
    private final boolean dropUnknown;

    private RestorePlan(JobGraph graph, Optional<CheckpointMetadata> from, boolean dropUnknown) {
        this.graph = requireNonNull(graph, "graph");
        this.from = from;
        this.dropUnknown = dropUnknown;
    }

    /** From nothing: sources read all their splits from the start. */
    public static RestorePlan fromNothing(JobGraph graph) {
        return new RestorePlan(graph, Optional.empty(), false);
    }

    /**
     * From a checkpoint.
     *
     * @param dropUnknown whether state that no operator of the job can take is left out
     * @throws CheckpointException naming the operator, if there is such state and it is not to be
     *     left out, or its parallelism cannot be changed
     */
    public static RestorePlan of(JobGraph graph, CheckpointMetadata from, boolean dropUnknown) {
        if (!dropUnknown) {
            from.operators().forEach((operator, state) -> requireFit(graph, from, operator, state));
        }
        RestorePlan plan = new RestorePlan(graph, Optional.of(from), dropUnknown);
        graph.vertices().forEach(plan::requireDivisible);
        return plan;
    }

    /** Keys whose end of input was processed must not be mixed with others in one subtask. */
    private void requireDivisible(JobVertex vertex) {
        String head = vertex.operators().get(0);
        stateOf(head)
                .filter(state -> state.parallelism() != vertex.parallelism())
                .filter(state -> !state.inputEnded().isEmpty())
                .filter(state -> state.inputEnded().size() < state.parallelism())
                .ifPresent(
                        state -> {
                            throw new CheckpointException(
                                    "%s was taken while the input of operator '%s' was ending, so its parallelism of %d cannot become %d. Restore at the old one, or from another checkpoint."
                                            .formatted(
                                                    describe(from.orElseThrow()),
                                                    head,
                                                    state.parallelism(),
                                                    vertex.parallelism()));
                        });
    }

    private static String describe(CheckpointMetadata from) {
        return from.kind().title() + " " + from.path();
    }

    private static void requireFit(
            JobGraph graph, CheckpointMetadata from, String operator, OperatorState state) {
        Optional<OperatorSort> now = OperatorSort.of(graph, operator);
        OperatorSort then = OperatorSort.of(state);
        if (now.isEmpty()) {
            throw new CheckpointException(
                    "%s has state of %s '%s', which the job '%s' does not have. Give the operator its old name, or run with -n to drop that state."
                            .formatted(describe(from), then.inWords(), operator, graph.name()));
        }
        if (!now.get().takesStateOf(then)) {
            throw new CheckpointException(
                    "%s has state of %s '%s', but in the job '%s' that is %s. Give one of them another name, and run with -n to drop that state."
                            .formatted(
                                    describe(from),
                                    then.inWords(),
                                    operator,
                                    graph.name(),
                                    now.get().inWords()));
        }
    }

    /** Where the source of a subtask reads on; empty if the vertex has no source. */
    public List<SplitPosition> splitsOf(int vertex, int subtask) {
        JobVertex of = graph.vertices().get(vertex);
        List<SplitPosition> all =
                stateOf(of.operators().get(0))
                        .flatMap(OperatorState::splits)
                        .orElseGet(() -> startOf(of.splits()));
        return everyNth(all, subtask, of.parallelism());
    }

    private static List<SplitPosition> startOf(List<SourceSplit> splits) {
        return splits.stream().map(SplitPosition::startOf).toList();
    }

    /** What a subtask starts from besides its splits. */
    public TaskRestore restoreOf(int vertex, int subtask) {
        if (from.isEmpty()) {
            return TaskRestore.NOTHING;
        }
        JobVertex of = graph.vertices().get(vertex);
        return new TaskRestore(
                from.get().id().value(),
                keyedOf(of, subtask),
                stagedOf(of, subtask),
                isInputEnded(of, subtask),
                dropUnknown);
    }

    private boolean isInputEnded(JobVertex vertex, int subtask) {
        if (from.orElseThrow().kind() == CheckpointKind.CLOSING) {
            return true;
        }
        Optional<OperatorState> head = stateOf(vertex.operators().get(0));
        return head.isPresent()
                && (head.get().parallelism() == vertex.parallelism()
                        ? head.get().inputEnded().contains(subtask)
                        : !head.get().inputEnded().isEmpty());
    }

    private List<StateHandle> keyedOf(JobVertex vertex, int subtask) {
        int first = KeyGroups.firstOf(subtask, vertex.parallelism());
        int end = KeyGroups.firstOf(subtask + 1, vertex.parallelism());
        return stateOf(vertex.operators().get(0))
                .map(OperatorState::keyed)
                .orElse(List.of())
                .stream()
                .filter(
                        handle ->
                                handle.firstKeyGroup() < end
                                        && handle.firstKeyGroup() + handle.keyGroups() > first)
                .toList();
    }

    private Map<String, List<String>> stagedOf(JobVertex vertex, int subtask) {
        return vertex.operators().stream()
                .filter(operator -> stateOf(operator).isPresent())
                .collect(
                        Collectors.toMap(
                                operator -> operator,
                                operator -> stagedOf(stateOf(operator).get(), vertex, subtask)));
    }

    /**
     * At the parallelism of the checkpoint a region may restart alone, and must leave nothing
     * uncommitted that its subtasks had staged. Who staged what is not known here, so every subtask
     * commits all; what others have committed, it does to no effect.
     */
    private static List<String> stagedOf(OperatorState state, JobVertex vertex, int subtask) {
        return state.parallelism() == vertex.parallelism()
                ? state.staged()
                : everyNth(state.staged(), subtask, vertex.parallelism());
    }

    /** An operator's state, unless it was that of an operator of another sort. */
    private Optional<OperatorState> stateOf(String operator) {
        return from.map(checkpoint -> checkpoint.operators().get(operator))
                .filter(
                        state ->
                                OperatorSort.of(graph, operator)
                                        .orElseThrow()
                                        .takesStateOf(OperatorSort.of(state)));
    }

    private static <T> List<T> everyNth(List<T> all, int first, int step) {
        return IntStream.iterate(first, i -> i < all.size(), i -> i + step)
                .mapToObj(all::get)
                .toList();
    }
}
