package org.holdfast.runtime.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.holdfast.runtime.config.NetworkOptions;

/**
 * The memory of a data plane, in buffers of one size. A channel reserves how many it may hold when
 * it is opened and keeps to that, so none can take another's, and buffers are never waited for.
 * Thread-safe.
 */
final class NetworkMemory {

    /** Size of a buffer. */
    static final int BUFFER_BYTES = 32 * 1024;

    /** Buffers that are kept for the next one who needs one; the others go back to the heap. */
    private static final int KEPT_BUFFERS = 128;

    private final int totalBuffers;
    private final AtomicLong usedBytes = new AtomicLong();

    // Guarded by this.
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private int reservedBuffers;

    NetworkMemory(long maxBytes) {
        this.totalBuffers = Math.toIntExact(Math.min(maxBytes / BUFFER_BYTES, Integer.MAX_VALUE));
    }

    /**
     * Reserves buffers for new channels: a quarter of what is free, but for each channel not less
     * than {@code min} and not more than {@code max}.
     *
     * @param who opens them, for the error
     * @return buffers per channel
     * @throws IllegalStateException if there are not enough
     */
    synchronized int reserve(String who, int channels, int min, int max) {
        if (channels == 0) {
            return min;
        }
        int free = totalBuffers - reservedBuffers;
        if ((long) channels * min > free) {
            throw new IllegalStateException(
                    who
                            + " needs "
                            + (long) channels * min
                            + " network buffers ("
                            + min
                            + " for each of "
                            + channels
                            + " channels), "
                            + free
                            + " of "
                            + totalBuffers
                            + " are free. Raise "
                            + NetworkOptions.MEMORY_MAX
                            + " or lower the parallelism.");
        }
        int perChannel = Math.max(min, Math.min(max, free / 4 / channels));
        reservedBuffers += perChannel * channels;
        return perChannel;
    }

    /** Undoes {@link #reserve}. */
    synchronized void unreserve(int buffers) {
        reservedBuffers -= buffers;
    }

    /** A buffer; its content is arbitrary. */
    byte[] take() {
        usedBytes.addAndGet(BUFFER_BYTES);
        byte[] buffer;
        synchronized (this) {
            buffer = kept.pollFirst();
        }
        return buffer != null ? buffer : new byte[BUFFER_BYTES];
    }

    private void give(byte[] buffer) {
        usedBytes.addAndGet(-BUFFER_BYTES);
        synchronized (this) {
            if (kept.size() < KEPT_BUFFERS) {
                kept.addFirst(buffer);
            }
        }
    }

    /** Counts a batch of objects like a buffer. */
    void takeBatch() {
        usedBytes.addAndGet(BUFFER_BYTES);
    }

    /** Takes back what a chunk holds. */
    void free(Chunk chunk) {
        if (chunk instanceof Chunk.Bytes bytes) {
            give(bytes.buffer());
        } else if (chunk instanceof Chunk.Objects) {
            usedBytes.addAndGet(-BUFFER_BYTES);
        }
    }

    /** What is in use now. */
    long usedBytes() {
        return usedBytes.get();
    }

    /** What is reserved now, in buffers. */
    synchronized int reservedBuffers() {
        return reservedBuffers;
    }
}
