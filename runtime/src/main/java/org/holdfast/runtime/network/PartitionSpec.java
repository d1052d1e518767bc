package org.holdfast.runtime.network;

import static java.util.Objects.requireNonNull;

/**
 * What a producer has to open for one edge.
 *
 * @param subpartitions how many consumer subtasks read it; 1 on a forward edge
 */
public record PartitionSpec(PartitionId id, int subpartitions) {

    public PartitionSpec {
        requireNonNull(id, "id");
        if (subpartitions < 1) {
            throw new IllegalArgumentException(
                    "subpartitions of " + id + ": " + subpartitions + " (expected: >= 1)");
        }
    }
}
