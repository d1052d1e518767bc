package org.holdfast.runtime.serialization;

import java.io.IOException;

/** Reads one stream of records. */
public interface RecordDecoder {

    /**
     * Sets the bytes to read next: whole records that follow those read so far. They must not
     * change until all records are read.
     */
    void wrap(byte[] bytes, int offset, int length);

    /** Whether there is another record in the bytes. */
    boolean hasNext();

    /**
     * Reads the next record.
     *
     * @throws IOException if the bytes are not those of a record, or name a class the job must not
     *     get from outside
     */
    Object next() throws IOException;
}
