package org.holdfast.runtime.state;

import org.holdfast.runtime.jobgraph.JobVertex;

/**
 * Divides keys into {@value #COUNT} groups, and the groups over an operator's subtasks. State is
 * kept and moved by group, so the group of a key must never change from one version to the next.
 */
public final class KeyGroups {

    /** How many groups there are; also the largest parallelism. */
    public static final int COUNT = JobVertex.MAX_PARALLELISM;

    private KeyGroups() {}

    /**
     * Mixes the bits of a hash code (the finalizer of MurmurHash3), because those of numbers differ
     * in few.
     */
    static int spread(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        h ^= h >>> 16;
        return h;
    }

    /** The group of a key, 0 to {@link #COUNT} - 1. */
    public static int of(Object key) {
        return ofSpread(spread(key.hashCode()));
    }

    /** The group of a key whose spread hash code is known. */
    static int ofSpread(int spreadHash) {
        return spreadHash & (COUNT - 1);
    }

    /** Which of an operator's subtasks holds a group. */
    public static int subtaskOf(int keyGroup, int parallelism) {
        return keyGroup * parallelism / COUNT;
    }

    /** The first group a subtask holds. The last is the one before the next subtask's first. */
    public static int firstOf(int subtask, int parallelism) {
        return (subtask * COUNT + parallelism - 1) / parallelism;
    }
}
