package org.holdfast.runtime.network;

import java.io.IOException;

/** The input of one attempt: the channels of all edges into it. Called by the attempt's thread. */
public interface InputGate extends AutoCloseable {

    /** Number of channels, in the order of the {@link ChannelSource}s the gate was opened with. */
    int channels();

    /**
     * Hands the next batch of one channel (at most one buffer, or one batch of records) to {@code
     * receiver}. Channels take turns. An event is always the last element of a batch.
     *
     * @return false if nothing was there
     * @throws IOException if a producer or the connection to it failed; the gate cannot be used any
     *     more
     * @throws Exception what the receiver threw
     */
    boolean poll(InputReceiver receiver) throws Exception;

    /**
     * Hands over nothing more from a channel, until {@link #resume}; for aligning checkpoint
     * barriers.
     */
    void block(int channel);

    /** Undoes {@link #block}. */
    void resume(int channel);

    /** Whether all channels have delivered their {@link EndOfInput}. */
    boolean isFinished();

    /** Closes the channels and frees their buffers. */
    @Override
    void close();
}
