package org.holdfast.runtime.network;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * Names what one attempt puts out on one edge.
 *
 * @param edge index of the edge in the job graph
 */
public record PartitionId(ExecutionAttemptId producer, int edge) {

    public PartitionId {
        requireNonNull(producer, "producer");
    }

    @Override
    public String toString() {
        return producer + "/" + edge;
    }
}
