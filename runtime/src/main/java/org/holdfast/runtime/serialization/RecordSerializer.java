package org.holdfast.runtime.serialization;

/**
 * Turns one job's records into bytes and back, with the classes of the job's class loader. It and
 * what it creates are not thread-safe: every task has its own.
 */
public interface RecordSerializer {

    /**
     * Starts a stream of serialized records.
     *
     * @param maxRecordBytes a larger record is refused
     */
    RecordEncoder encoder(int maxRecordBytes);

    /** Reads a stream that one {@link RecordEncoder} wrote, from its start. */
    RecordDecoder decoder();

    /**
     * Whether a record can be handed to another thread as it is, because nothing can change it, and
     * how large it is.
     *
     * @return an estimate of the bytes it takes on the heap; -1 if it may be changed
     */
    int sizeIfImmutable(Object value);

    /** The loader of the job's classes. */
    ClassLoader classLoader();
}
