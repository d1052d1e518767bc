package org.holdfast.runtime.serialization;

import java.io.IOException;

/**
 * Writes one stream of records. A class that is not known beforehand is named where the stream
 * first uses it, and has a number from then on; so a stream is read from its start, by one decoder.
 */
public interface RecordEncoder {

    /**
     * Serializes a record into {@link #array()}, from index 0.
     *
     * @return number of bytes
     * @throws IOException if the record is too large or of a class that cannot be serialized; the
     *     message names the class and says what to do. The stream goes on as if the record had
     *     never been.
     */
    int encode(Object value) throws IOException;

    /**
     * Where the last record's bytes are, until the next call of any encoder of the same serializer.
     */
    byte[] array();
}
