package org.holdfast.runtime.network;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Turns one job's records into bytes and back, with the classes of the job's class loader. Not
 * thread-safe: every task has its own.
 */
public interface RecordSerializer {

    /**
     * Serializes a record into a buffer that stays valid until the next call.
     *
     * @throws IOException if the record's class cannot be serialized; the message names the class
     */
    ByteBuffer serialize(Object value) throws IOException;

    /** Reads the record that {@code bytes} holds from its position to its limit. */
    Object deserialize(ByteBuffer bytes) throws IOException;

    /** Whether a record can be handed to another thread as it is, because nothing can change it. */
    boolean isImmutable(Object value);
}
