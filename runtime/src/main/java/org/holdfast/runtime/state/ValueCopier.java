package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.holdfast.runtime.serialization.RecordDecoder;
import org.holdfast.runtime.serialization.RecordEncoder;
import org.holdfast.runtime.serialization.RecordSerializer;

/**
 * Copies values that user code could change in place while a snapshot that holds them is written.
 * Immutable ones are never copied. One thread only.
 */
final class ValueCopier {

    private final RecordSerializer records;
    private RecordEncoder encoder;
    private RecordDecoder decoder;

    ValueCopier(RecordSerializer records) {
        this.records = requireNonNull(records, "records");
    }

    boolean isChangeable(Object value) {
        return !records.isImmutable(value);
    }

    /**
     * A copy that shares nothing changeable with the value; the value itself if it is immutable.
     */
    @SuppressWarnings("unchecked") // what is read back is of the class that was written
    <V> V copy(V value) {
        if (!isChangeable(value)) {
            return value;
        }
        if (encoder == null) {
            encoder = records.encoder(StateFormat.MAX_VALUE_BYTES);
            decoder = records.decoder();
        }
        int length;
        try {
            length = encoder.encode(value);
        } catch (IOException e) {
            // It cannot be part of a snapshot either: whoever writes this one will say so.
            return value;
        }
        try {
            decoder.wrap(encoder.array(), 0, length);
            return (V) decoder.next();
        } catch (IOException e) {
            encoder = null;
            throw new UncheckedIOException(
                    "value of class " + value.getClass().getName() + " cannot be copied", e);
        }
    }
}
