package org.holdfast.runtime.network;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;

/**
 * The queue between the producer and one consumer. It holds as many chunks as it has permits: the
 * producer needs one to fill a chunk, and gets it back when the consumer has processed that chunk.
 * Before there is a consumer there are none. While the producer has none and waits for one, the
 * subpartition is starved. Thread-safe.
 */
final class Subpartition {

    private final BufferedPartition partition;
    private final NetworkMemory memory;
    private final int quota;

    // Guarded by the partition's lock.
    private final Deque<Chunk> queue = new ArrayDeque<>();
    private final Condition granted;
    private int freePermits;
    private boolean starved = true;
    private boolean grant;
    private boolean attached;
    private boolean done;
    private boolean takesObjects;
    private SubpartitionReader reader;

    Subpartition(BufferedPartition partition, NetworkMemory memory, int quota) {
        this.partition = partition;
        this.memory = memory;
        this.quota = quota;
        this.granted = partition.lock().newCondition();
    }

    // Producer.

    /**
     * Waits for a permit to fill a chunk.
     *
     * @return whether chunks of objects may be added
     * @throws IOException if the partition has failed
     */
    boolean awaitPermit() throws IOException, InterruptedException {
        partition.lock().lockInterruptibly();
        try {
            partition.checkNotFailed();
            while (!grant) {
                granted.await();
                partition.checkNotFailed();
            }
            grant = false;
            return takesObjects;
        } finally {
            partition.lock().unlock();
        }
    }

    /**
     * Gets a permit for the rest of a record that did not fit into its chunk: one more than there
     * are, if need be, so that a producer that was told it could put out a record can.
     *
     * @return false if that has been used already
     */
    boolean overdraw() {
        partition.lock().lock();
        try {
            boolean permitted = grant || (freePermits >= 0 && attached && !done);
            if (permitted && !grant) {
                freePermits--;
            }
            grant = false;
            return permitted;
        } finally {
            partition.lock().unlock();
        }
    }

    /**
     * Adds a chunk that was filled with a permit.
     *
     * @return whether the producer has the permit for the next one already
     */
    boolean add(Chunk chunk) {
        SubpartitionReader notified = null;
        boolean permitted = false;
        partition.lock().lock();
        try {
            if (done) {
                memory.free(chunk);
            } else {
                notified = queue.isEmpty() ? reader : null;
                queue.add(chunk);
            }
            if (grant) {
                grant = false;
                permitted = true;
            } else if (!starved && freePermits > 0 && !done) {
                freePermits--;
                permitted = true;
            } else if (!starved) {
                starved = true;
                partition.onStarved();
            }
        } finally {
            partition.lock().unlock();
        }
        if (notified != null) {
            notified.onData();
        }
        return permitted;
    }

    /** Adds an event; needs no permit. */
    void addEvent(Chunk.Event event) {
        SubpartitionReader notified = null;
        partition.lock().lock();
        try {
            if (!done) {
                if (event.replaces(queue.peekLast())) {
                    queue.removeLast();
                }
                notified = queue.isEmpty() ? reader : null;
                queue.add(event);
            }
        } finally {
            partition.lock().unlock();
        }
        if (notified != null) {
            notified.onData();
        }
    }

    // Consumer.

    /**
     * Connects the only consumer there will be.
     *
     * @throws IOException if there is or was one
     */
    void attach(SubpartitionReader newReader) throws IOException {
        partition.lock().lock();
        try {
            partition.checkNotFailed();
            if (attached) {
                throw new IOException("it has a consumer already");
            }
            if (done) {
                throw new IOException("it has waited too long for this consumer");
            }
            attached = true;
            reader = newReader;
            takesObjects = newReader.takesObjectsOf(partition.classLoader());
        } finally {
            partition.lock().unlock();
        }
        newReader.onAttached(this);
        permit(quota);
        newReader.onData();
    }

    /**
     * Takes the next chunk.
     *
     * @param withData false if only an event is wanted
     * @return null if there is none
     */
    Chunk poll(boolean withData) {
        Chunk chunk;
        partition.lock().lock();
        try {
            chunk = hasNext(withData) ? queue.poll() : null;
            if (chunk instanceof Chunk.Event event && event.event() instanceof EndOfInput) {
                done = true;
                reader = null;
            }
        } finally {
            partition.lock().unlock();
        }
        if (chunk instanceof Chunk.Event) {
            partition.releaseIfDone();
        }
        return chunk;
    }

    /** Whether {@link #poll} would return a chunk. */
    boolean hasNext(boolean withData) {
        partition.lock().lock();
        try {
            return !queue.isEmpty() && (withData || queue.peek() instanceof Chunk.Event);
        } finally {
            partition.lock().unlock();
        }
    }

    /** Takes back a chunk the consumer has processed. */
    void recycle(Chunk chunk) {
        memory.free(chunk);
        if (!(chunk instanceof Chunk.Event)) {
            permit(1);
        }
    }

    private void permit(int permits) {
        boolean nowAvailable = false;
        partition.lock().lock();
        try {
            freePermits += permits;
            if (starved && freePermits > 0 && !done) {
                freePermits--;
                starved = false;
                grant = true;
                granted.signal();
                nowAvailable = partition.onFed();
            }
        } finally {
            partition.lock().unlock();
        }
        if (nowAvailable) {
            partition.notifyAvailable();
        }
    }

    /** The consumer leaves before the end; the producer waits from now on, to be cancelled. */
    void detach() {
        end();
        partition.releaseIfDone();
    }

    // Partition, with the lock held.

    boolean isDone() {
        return done;
    }

    boolean isAttached() {
        return attached;
    }

    /** Drops what is queued and wakes the producer up. Returns who reads it, or null. */
    SubpartitionReader end() {
        partition.lock().lock();
        try {
            SubpartitionReader last = reader;
            done = true;
            reader = null;
            queue.forEach(memory::free);
            queue.clear();
            granted.signalAll();
            return last;
        } finally {
            partition.lock().unlock();
        }
    }
}
