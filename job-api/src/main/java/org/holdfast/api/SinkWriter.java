package org.holdfast.api;

import java.io.IOException;

/** Writes the records of one sink subtask. One thread calls all methods. */
public interface SinkWriter<T> extends AutoCloseable {

    /** Writes one record. May wait; the job then slows down to the sink's pace. */
    void write(T value) throws IOException;

    /**
     * The input has ended: makes everything written visible. Called at most once, after the last
     * write.
     */
    void finish() throws IOException;

    /**
     * Releases what the writer holds. Without a {@link #finish} before it, what is not visible yet
     * is dropped.
     */
    @Override
    void close() throws IOException;
}
