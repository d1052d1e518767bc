package org.holdfast.api;

import java.io.IOException;

/** Stages the records of one sink subtask. One thread calls all methods, the task's own. */
public interface SinkWriter<T> extends AutoCloseable {

    /** Takes one record. May wait; the job then slows down to the sink's pace. */
    void write(T value) throws IOException;

    /**
     * Ends the transaction that holds every record since the last call, and begins the next. Called
     * at each checkpoint and after the last record; records wait meanwhile, so what takes time is
     * left to the {@link Staging} that is returned.
     *
     * @param checkpoint the number of the checkpoint, larger than any before it in this job; 0
     *     after the last record of a job that takes no checkpoints
     */
    Staging prepare(long checkpoint) throws IOException;

    /** Releases what the writer holds; records that were not staged are dropped. */
    @Override
    void close() throws IOException;
}
