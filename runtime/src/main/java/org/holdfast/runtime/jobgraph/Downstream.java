package org.holdfast.runtime.jobgraph;

import java.util.List;

/**
 * Where the records of an operator go: to every chained operator and into every edge.
 *
 * @param chained operators that run in the same task, called directly
 * @param edges streams to other tasks
 */
public record Downstream(List<OperatorNode> chained, List<OutputEdge> edges) {

    /** Nowhere. */
    public static final Downstream NONE = new Downstream(List.of(), List.of());

    public Downstream {
        chained = List.copyOf(chained);
        edges = List.copyOf(edges);
    }
}
