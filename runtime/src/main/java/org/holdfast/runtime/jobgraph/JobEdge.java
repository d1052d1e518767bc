package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

/**
 * A stream of records between two vertices, over the data plane.
 *
 * @param index this edge's place in {@link JobGraph#edges}
 * @param source index of the producing vertex
 * @param sourceOperator place of the producing operator in its vertex's chain
 * @param target index of the consuming vertex
 * @param partitioning how records are spread
 */
public record JobEdge(
        int index, int source, int sourceOperator, int target, Partitioning partitioning) {

    public JobEdge {
        requireNonNull(partitioning, "partitioning");
    }
}
