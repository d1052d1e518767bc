package org.holdfast.runtime.network;

/** One channel of a gate. Called by the consumer's thread. */
interface InputChannel extends AutoCloseable {

    /** Asks the producer for its chunks. */
    void open();

    /** The next chunk, or null. */
    Chunk poll();

    /** Whether {@link #poll} would return a chunk. */
    boolean hasNext();

    /** Gives back a chunk that was processed. */
    void recycle(Chunk chunk);

    @Override
    void close();
}
