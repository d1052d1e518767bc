package org.holdfast.runtime.jobgraph;

/** How an edge spreads the records of a producer over the subtasks of its consumer. */
public enum Partitioning {
    /** Subtask i to subtask i; the parallelism of both ends is equal. */
    FORWARD,
    /** By key group of the record's key. */
    HASH,
    /** In turn. */
    REBALANCE,
    /** Every record to every subtask. */
    BROADCAST
}
