package org.holdfast.runtime.state;

import java.io.DataOutputStream;
import java.io.IOException;
import org.holdfast.runtime.serialization.RecordEncoder;

/** One section of a key group while it is written: its shape, and its values as one stream. */
final class SectionEncoder {

    private final String what;
    private final RecordEncoder encoder;
    private final ByteQueue shape = new ByteQueue();
    private final ByteQueue values = new ByteQueue();
    private int bits;
    private int bitCount;

    /**
     * An empty section.
     *
     * @param what whose values it holds, for messages
     */
    SectionEncoder(String what, RecordEncoder encoder) {
        this.what = what;
        this.encoder = encoder;
    }

    /** Adds a value; not null. */
    void value(Object value) throws IOException {
        int length;
        try {
            length = encoder.encode(value);
        } catch (IOException e) {
            throw new IOException(what + " cannot be written: " + e.getMessage(), e);
        }
        if (!values.append(encoder.array(), length)) {
            throw new IOException(
                    what
                            + " cannot be written: one key group of it takes more than 2 GB. Keep"
                            + " less per key, or fewer keys.");
        }
    }

    /** Adds a timer's time to the shape. */
    void time(long time) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            shape.append((byte) (time >>> shift));
        }
    }

    /** Adds whether a row has a value to the shape. */
    void bit(boolean isSet) {
        if (isSet) {
            bits |= 1 << bitCount;
        }
        if (++bitCount == Byte.SIZE) {
            flushBits();
        }
    }

    private void flushBits() {
        shape.append((byte) bits);
        bits = 0;
        bitCount = 0;
    }

    /** Adds how many elements a row has to the shape: seven bits per byte, the lowest first. */
    void size(int size) {
        int rest = size;
        while (rest > 0x7F) {
            shape.append((byte) (rest | 0x80));
            rest >>>= 7;
        }
        shape.append((byte) rest);
    }

    /** How many bytes shape and values take; nothing may be added afterwards. */
    long bytes() {
        if (bitCount > 0) {
            flushBits();
        }
        return (long) shape.size() + values.size();
    }

    /** Writes lengths, shape and values, after {@link #bytes}. */
    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(shape.size());
        out.writeInt(values.size());
        shape.writeTo(out);
        values.writeTo(out);
    }
}
