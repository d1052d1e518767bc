package org.holdfast.runtime.network;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The channels of a gate that have something to read, in the order they take turns. Thread-safe.
 */
final class ReadyChannels {

    static final int NONE = -1;

    private final Runnable onAvailable;

    // Guarded by this.
    private final Deque<Integer> ready = new ArrayDeque<>();
    private final boolean[] queued;
    private final boolean[] blocked;
    private IOException failure;

    /**
     * All channels are empty and not blocked.
     *
     * @param onAvailable called when there is a ready channel, or a failure, where there was none
     */
    ReadyChannels(int channels, Runnable onAvailable) {
        this.onAvailable = onAvailable;
        this.queued = new boolean[channels];
        this.blocked = new boolean[channels];
    }

    /** The channel may have something to read. */
    void add(int channel) {
        boolean first;
        synchronized (this) {
            if (queued[channel] || blocked[channel]) {
                return;
            }
            queued[channel] = true;
            first = ready.isEmpty();
            ready.add(channel);
        }
        if (first) {
            onAvailable.run();
        }
    }

    /** Nothing more can be read. */
    void fail(IOException cause) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = cause;
        }
        onAvailable.run();
    }

    /**
     * Takes the channel whose turn it is.
     *
     * @return {@link #NONE} if there is none
     */
    synchronized int next() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        while (!ready.isEmpty()) {
            int channel = ready.poll();
            queued[channel] = false;
            if (!blocked[channel]) {
                return channel;
            }
        }
        return NONE;
    }

    synchronized void block(int channel) {
        blocked[channel] = true;
    }

    void resume(int channel) {
        synchronized (this) {
            blocked[channel] = false;
        }
        add(channel);
    }
}
