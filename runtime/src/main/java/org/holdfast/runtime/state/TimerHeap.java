package org.holdfast.runtime.state;

/**
 * The timers of one key group: a binary heap by time, and an index by key and time. A snapshot
 * takes the heap's array as it is; the first change after it goes to a copy. The index is of no
 * interest to snapshots.
 */
final class TimerHeap {

    private static final int FIRST_CAPACITY = 8;
    private static final Timer[] NONE = {};

    private final SnapshotVersions versions;
    private final TimerIndex index = new TimerIndex();
    private Timer[] heap = NONE;
    private long heapVersion;
    private int size;

    TimerHeap(SnapshotVersions versions) {
        this.versions = versions;
        this.heapVersion = versions.current();
    }

    int size() {
        return size;
    }

    /** The timers, in its first {@link #size} elements; not to be changed. */
    Timer[] array() {
        return heap;
    }

    /** The earliest; there must be one. */
    Timer first() {
        return heap[0];
    }

    /** Adds a timer unless there is an equal one; whether it did. */
    boolean add(Object key, int spreadHash, long time) {
        if (index.find(key, spreadHash, time) != null) {
            return false;
        }
        thaw(size + 1);
        Timer timer = new Timer(key, spreadHash, time);
        index.add(timer);
        siftUp(size++, timer);
        return true;
    }

    /** Removes a timer if it is there; whether it was. */
    boolean remove(Object key, int spreadHash, long time) {
        Timer timer = index.find(key, spreadHash, time);
        if (timer == null) {
            return false;
        }
        thaw(size);
        index.remove(timer);
        int place = timer.heapIndex;
        Timer last = heap[--size];
        heap[size] = null;
        if (last != timer) {
            siftDown(place, last);
            if (heap[place] == last) {
                siftUp(place, last);
            }
        }
        return true;
    }

    private void thaw(int capacity) {
        if (capacity > heap.length || versions.isFrozen(heapVersion)) {
            int length =
                    capacity > heap.length
                            ? Math.max(FIRST_CAPACITY, Math.multiplyExact(heap.length, 2))
                            : heap.length;
            Timer[] copy = new Timer[length];
            System.arraycopy(heap, 0, copy, 0, size);
            heap = copy;
            heapVersion = versions.current();
        }
    }

    private void siftUp(int from, Timer timer) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (heap[parent].time <= timer.time) {
                break;
            }
            put(place, heap[parent]);
            place = parent;
        }
        put(place, timer);
    }

    private void siftDown(int from, Timer timer) {
        int place = from;
        int child;
        while ((child = 2 * place + 1) < size) {
            if (child + 1 < size && heap[child + 1].time < heap[child].time) {
                child++;
            }
            if (timer.time <= heap[child].time) {
                break;
            }
            put(place, heap[child]);
            place = child;
        }
        put(place, timer);
    }

    private void put(int place, Timer timer) {
        heap[place] = timer;
        timer.heapIndex = place;
    }
}
