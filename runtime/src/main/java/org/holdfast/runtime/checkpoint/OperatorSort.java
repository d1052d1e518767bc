package org.holdfast.runtime.checkpoint;

import java.util.Optional;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.jobgraph.Partitioning;

/** What kind of state an operator has. A job graph does not tell sinks from functions. */
enum OperatorSort {
    SOURCE("the source"),
    KEYED("the keyed operator"),
    SINK("the sink"),
    SINK_OR_FUNCTION("an operator without keyed state");

    private final String words;

    OperatorSort(String words) {
        this.words = words;
    }

    /** What had this state. */
    static OperatorSort of(OperatorState state) {
        if (state.splits().isPresent()) {
            return SOURCE;
        }
        return state.keyed().isEmpty() ? SINK : KEYED;
    }

    /** What an operator of a job is; empty if the job has none of this name. */
    static Optional<OperatorSort> of(JobGraph graph, String operator) {
        return graph.vertices().stream()
                .filter(vertex -> vertex.operators().contains(operator))
                .findFirst()
                .map(vertex -> sort(graph, vertex, operator));
    }

    private static OperatorSort sort(JobGraph graph, JobVertex vertex, String operator) {
        if (!vertex.operators().get(0).equals(operator)) {
            return SINK_OR_FUNCTION;
        }
        var inputs = graph.inputsOf(vertex.index());
        if (inputs.isEmpty()) {
            return SOURCE;
        }
        boolean keyed = inputs.stream().anyMatch(edge -> edge.partitioning() == Partitioning.HASH);
        return keyed ? KEYED : SINK_OR_FUNCTION;
    }

    boolean takesStateOf(OperatorSort then) {
        return this == then || this == SINK_OR_FUNCTION && then == SINK;
    }

    /** For people, with its article. */
    String inWords() {
        return words;
    }
}
