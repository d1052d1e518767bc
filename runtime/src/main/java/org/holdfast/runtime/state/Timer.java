package org.holdfast.runtime.state;

/** A point in time that a key is to be called at. Equal ones of a key are one. */
final class Timer {

    final Object key;
    final int spreadHash;

    /** Milliseconds. */
    final long time;

    /** Where it is in the heap of its key group; no part of what a snapshot holds. */
    int heapIndex;

    Timer(Object key, int spreadHash, long time) {
        this.key = key;
        this.spreadHash = spreadHash;
        this.time = time;
    }

    boolean isFor(Object otherKey, int otherHash, long otherTime) {
        return time == otherTime
                && spreadHash == otherHash
                && (key == otherKey || key.equals(otherKey));
    }
}
