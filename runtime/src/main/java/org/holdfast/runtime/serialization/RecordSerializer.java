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

    /** Whether nothing can change a record: {@link #sizeIfImmutable} is not negative. */
    boolean isImmutable(Object value);

    /**
     * A new serializer of the same classes for state, which outlives the job's jar: what it writes
     * can be read after an enum's constants were reordered or added to, and is refused, not
     * misread, if a constant is gone or a class has other fields. Its streams are not those of
     * other serializers.
     */
    RecordSerializer forState();

    /** The loader of the job's classes. */
    ClassLoader classLoader();
}
