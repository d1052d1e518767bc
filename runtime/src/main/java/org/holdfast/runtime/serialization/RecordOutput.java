package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bytes of one record while it is written; grows up to the largest record allowed. */
final class RecordOutput extends Output {

    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** What is kept between records; a larger array is given back to the heap. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final int INITIAL_BYTES = 256;

    private final boolean forState;

    /**
     * An empty one.
     *
     * @param forState whether what is written must outlive the classes: see {@link
     *     RecordSerializer#forState}
     */
    RecordOutput(boolean forState) {
        super(INITIAL_BYTES, KEPT_BYTES);
        this.forState = forState;
    }

    boolean isForState() {
        return forState;
    }

    /** Starts a record of at most {@code maxBytes}. */
    void start(int maxBytes) {
        if (buffer.length > KEPT_BYTES || buffer.length > maxBytes) {
            setBuffer(new byte[Math.min(INITIAL_BYTES, maxBytes)], maxBytes);
        }
        maxCapacity = maxBytes;
        position = 0;
    }

    @Override
    public void writeLong(long value) {
        require(Long.BYTES);
        LONG.set(buffer, position, value);
        position += Long.BYTES;
    }

    @Override
    public void writeInt(int value) {
        require(Integer.BYTES);
        INT.set(buffer, position, value);
        position += Integer.BYTES;
    }

    @Override
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void writeFloat(float value) {
        writeInt(Float.floatToRawIntBits(value));
    }

    /**
     * Writes a text, or null. One byte per character if all fit, else two; the header is 0 for
     * null, else {@code (length << 1 | wide) + 1}.
     */
    @Override
    public void writeString(String value) {
        if (value == null) {
            writeByte(0);
            return;
        }
        int length = value.length();
        int start = position;
        writeHeader((long) length << 1);
        require(length);
        byte[] target = buffer;
        int at = position;
        int seen = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            seen |= c;
            target[at + i] = (byte) c;
        }
        if (seen <= 0xFF) {
            position = at + length;
        } else {
            position = start;
            writeWide(value, length);
        }
    }

    private void writeHeader(long lengthAndWidth) {
        if (lengthAndWidth < 0x7F) {
            writeByte((int) lengthAndWidth + 1);
        } else {
            writeVarLong(lengthAndWidth + 1, true);
        }
    }

    private void writeWide(String value, int length) {
        writeHeader((long) length << 1 | 1);
        require(Math.multiplyExact(length, Character.BYTES));
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            buffer[position++] = (byte) c;
            buffer[position++] = (byte) (c >>> 8);
        }
    }
}
