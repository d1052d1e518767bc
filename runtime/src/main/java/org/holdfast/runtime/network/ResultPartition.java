package org.holdfast.runtime.network;

import java.io.UncheckedIOException;

/** What one attempt puts out on one edge. Called by the attempt's thread, except {@link #fail}. */
public interface ResultPartition extends AutoCloseable {

    /**
     * Puts a record into one subpartition. Waits while the consumer is slower and the buffers are
     * full, or there is no consumer (yet, or any more).
     *
     * @throws UncheckedIOException if the record cannot be serialized, or the partition has failed
     * @throws InterruptedException if the thread is interrupted while it waits (the task is being
     *     cancelled)
     */
    void emit(Object value, int subpartition) throws InterruptedException;

    /** Puts a record into every subpartition. */
    void broadcast(Object value) throws InterruptedException;

    /** Puts an event into every subpartition, behind all records put out so far, and flushes. */
    void broadcast(StreamEvent event) throws InterruptedException;

    /**
     * Sends what is still gathered in unfilled buffers. The caller flushes when it runs out of
     * input, and regularly.
     */
    void flush();

    /** Whether every subpartition could take a record now without waiting. */
    boolean isAvailable();

    /**
     * Calls {@code listener} (on any thread) whenever the partition becomes available after it was
     * not. Set once.
     */
    void onAvailable(Runnable listener);

    /** Ends the partition with an error that its consumers see. Any thread. */
    void fail(Throwable cause);

    /**
     * Releases the partition. After an {@link EndOfInput} event, what is buffered is still
     * delivered, then released; before it, consumers see a failure.
     */
    @Override
    void close();
}
