package org.holdfast.api;

import java.io.IOException;

/**
 * Makes what was staged visible, or drops it. One thread at a time calls the methods, never the
 * writer's.
 */
public interface SinkCommitter extends AutoCloseable {

    /** For sinks that stage nothing. */
    SinkCommitter NONE =
            staged -> {
                throw new IllegalStateException("nothing was staged, yet is to commit: " + staged);
            };

    /**
     * Makes a transaction visible. Idempotent: it may have been committed before, by another
     * attempt, by another subtask, or long ago; then nothing happens.
     *
     * @throws IOException if it cannot be committed now; the job fails, restarts as its restart
     *     strategy says, and tries again
     */
    void commit(String staged) throws IOException;

    /**
     * Drops a transaction that will never be committed, because its attempt ends before the
     * checkpoint that holds it was committed. Not called when a process dies: writers remove what
     * earlier attempts of their own subtask left behind.
     */
    default void abort(String staged) throws IOException {}

    @Override
    default void close() throws IOException {}
}
