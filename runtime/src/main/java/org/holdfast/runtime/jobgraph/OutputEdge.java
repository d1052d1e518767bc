package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import org.holdfast.api.KeySelector;

/**
 * A {@link JobEdge} as its producer sees it.
 *
 * @param index of the edge in {@link JobGraph#edges}
 * @param key what {@link Partitioning#HASH} partitions by; for other partitionings the record
 *     itself, and not used
 * @param consumers parallelism of the consumer. A {@link Partitioning#FORWARD} edge has one
 *     subpartition all the same
 */
public record OutputEdge(
        int index, Partitioning partitioning, KeySelector<Object, Object> key, int consumers) {

    public OutputEdge {
        requireNonNull(partitioning, "partitioning");
        requireNonNull(key, "key");
    }
}
