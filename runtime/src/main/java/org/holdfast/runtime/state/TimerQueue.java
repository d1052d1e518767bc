package org.holdfast.runtime.state;

import java.util.Arrays;

/**
 * The timers of one time domain of an operator subtask: a {@link TimerHeap} per key group, and over
 * them a tree of the earliest times that says which one is next.
 */
final class TimerQueue {

    private final KeyGroupRange range;
    private final TimerHeap[] heaps;

    /**
     * Earliest times: of heap i at {@code leaves + i}, of two neighbours at half their index.
     * {@link Long#MAX_VALUE} where there is none.
     */
    private final long[] earliest;

    private final int leaves;
    private long size;

    TimerQueue(KeyGroupRange range, SnapshotVersions versions) {
        this.range = range;
        this.heaps = new TimerHeap[range.count()];
        Arrays.setAll(heaps, i -> new TimerHeap(versions));
        this.leaves = Math.max(2, Integer.highestOneBit(2 * range.count() - 1));
        this.earliest = new long[2 * leaves];
        Arrays.fill(earliest, Long.MAX_VALUE);
    }

    long size() {
        return size;
    }

    /** The time of the earliest timer; {@link Long#MAX_VALUE} if there is none. */
    long nextTime() {
        return earliest[1];
    }

    /** The timers of a key group. Changed through the queue only. */
    TimerHeap heap(int keyGroup) {
        return heaps[keyGroup - range.first()];
    }

    void add(Object key, int spreadHash, long time) {
        int group = groupOf(spreadHash);
        if (heaps[group].add(key, spreadHash, time)) {
            size++;
            update(group);
        }
    }

    void remove(Object key, int spreadHash, long time) {
        int group = groupOf(spreadHash);
        if (heaps[group].remove(key, spreadHash, time)) {
            size--;
            update(group);
        }
    }

    /** Removes and returns the earliest timer that is due at a time; null if there is none. */
    Timer pollDue(long now) {
        if (size == 0 || earliest[1] > now) {
            return null;
        }
        Timer timer = heaps[next()].first();
        remove(timer.key, timer.spreadHash, timer.time);
        return timer;
    }

    private int next() {
        int node = 1;
        while (node < leaves) {
            node *= 2;
            if (earliest[node] != earliest[1]) {
                node++;
            }
        }
        int group = node - leaves;
        // Timers at the end of time look like none at all.
        while (group >= heaps.length || heaps[group].size() == 0) {
            group = group + 1 < heaps.length ? group + 1 : 0;
        }
        return group;
    }

    private int groupOf(int spreadHash) {
        return KeyGroups.ofSpread(spreadHash) - range.first();
    }

    private void update(int group) {
        TimerHeap heap = heaps[group];
        int node = leaves + group;
        earliest[node] = heap.size() == 0 ? Long.MAX_VALUE : heap.first().time;
        for (node /= 2; node >= 1; node /= 2) {
            earliest[node] = Math.min(earliest[2 * node], earliest[2 * node + 1]);
        }
    }
}
