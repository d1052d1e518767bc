package org.holdfast.api;

import java.io.IOException;
import java.util.List;

/** Reads the splits of one source subtask. One thread calls all methods. */
public interface SourceReader<T> extends AutoCloseable {

    /** What a {@link #poll} left behind. */
    enum Status {
        /** There is more to read now. */
        MORE,
        /** Nothing to read now; the caller polls again after a few milliseconds. */
        WAITING,
        /** All splits are read to their ends. */
        FINISHED
    }

    /** Called once, before the first poll. */
    void open(List<SplitPosition> assigned) throws IOException;

    /**
     * Puts out some records (say, for at most a few milliseconds) and returns without waiting for
     * input.
     */
    Status poll(Output<T> out) throws IOException;

    /** Where to read on, for every split that was assigned, between polls. */
    List<SplitPosition> positions();

    /** How much has been read of all assigned splits, in the unit of {@link SourceSplit#size}. */
    long completedSize();

    /** Called once, after the last poll or when the subtask fails or is cancelled. */
    @Override
    void close() throws IOException;
}
