package org.holdfast.runtime.network;

/** Takes what an {@link InputGate} hands over. */
public interface InputReceiver {

    /** A record, on its channel. */
    void onRecord(Object value, int channel) throws Exception;

    /** An event, on its channel, behind all records its producer put out before it. */
    void onEvent(StreamEvent event, int channel) throws Exception;
}
