package org.holdfast.runtime.state;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.holdfast.runtime.serialization.RecordDecoder;
import org.holdfast.runtime.serialization.RecordSerializer;

/** Reads what a {@link SectionEncoder} wrote. */
final class SectionDecoder {

    private final String what;
    private final ByteBuffer shape;
    private final RecordDecoder decoder;
    private int bits;
    private int bitCount;

    /**
     * Opens a section.
     *
     * @param what whose values it holds, in which file, for messages
     */
    SectionDecoder(String what, KeyGroupContent.Section section, RecordSerializer records) {
        this.what = what;
        this.shape = ByteBuffer.wrap(section.shape());
        this.decoder = records.decoder();
        decoder.wrap(section.values(), 0, section.values().length);
    }

    Object value() throws IOException {
        Object value;
        try {
            value = decoder.next();
        } catch (IOException e) {
            throw failed(e.getMessage(), e);
        }
        if (value == null) {
            throw failed("it has a null");
        }
        return value;
    }

    long time() throws IOException {
        try {
            return shape.getLong();
        } catch (BufferUnderflowException e) {
            throw failed("its shape ends early", e);
        }
    }

    boolean bit() throws IOException {
        if (bitCount == 0) {
            bits = nextByte();
            bitCount = Byte.SIZE;
        }
        boolean isSet = (bits & 1) != 0;
        bits >>>= 1;
        bitCount--;
        return isSet;
    }

    int size() throws IOException {
        int size = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            int next = nextByte();
            size |= (next & 0x7F) << shift;
            if (next <= 0x7F) {
                return size;
            }
        }
        throw failed("its shape has no valid size");
    }

    private int nextByte() throws IOException {
        try {
            return shape.get() & 0xFF;
        } catch (BufferUnderflowException e) {
            throw failed("its shape ends early", e);
        }
    }

    /** Checks that nothing is left over. */
    void finish() throws IOException {
        if (shape.hasRemaining() || decoder.hasNext()) {
            throw failed("there is more than its rows say");
        }
    }

    private IOException failed(String why) {
        return failed(why, null);
    }

    IOException failed(String why, Exception cause) {
        return new IOException(what + " cannot be read: " + why, cause);
    }
}
