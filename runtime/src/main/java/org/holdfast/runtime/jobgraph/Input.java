package org.holdfast.runtime.jobgraph;

import org.holdfast.api.KeySelector;

/**
 * One of the streams an operator reads, as the user asked for it.
 *
 * @param key see {@link OutputEdge#key}
 */
record Input(Operator producer, Partitioning partitioning, KeySelector<Object, Object> key) {

    static Input forward(Operator producer) {
        return new Input(producer, Partitioning.FORWARD, record -> record);
    }

    Input withPartitioning(Partitioning other, KeySelector<Object, Object> otherKey) {
        return new Input(producer, other, otherKey);
    }

    /** Forward between different numbers of subtasks is not possible: records go round instead. */
    Partitioning partitioningTo(Operator consumer) {
        boolean unequal = producer.parallelism() != consumer.parallelism();
        return partitioning == Partitioning.FORWARD && unequal
                ? Partitioning.REBALANCE
                : partitioning;
    }
}
