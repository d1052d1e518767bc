package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes records are read from. They may come from anyone, so every length is checked against
 * the bytes that are there before anything is allocated for it.
 */
final class RecordInput extends Input {

    private final boolean forState;

    /**
     * An empty one.
     *
     * @param forState whether the bytes were written so: see {@link RecordSerializer#forState}
     */
    RecordInput(boolean forState) {
        this.forState = forState;
    }

    boolean isForState() {
        return forState;
    }

    @Override
    public long readLong() {
        require(Long.BYTES);
        long value = (long) RecordOutput.LONG.get(buffer, position);
        position += Long.BYTES;
        return value;
    }

    @Override
    public int readInt() {
        require(Integer.BYTES);
        int value = (int) RecordOutput.INT.get(buffer, position);
        position += Integer.BYTES;
        return value;
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public String readString() {
        long header = readVarLong(true);
        if (header == 0) {
            return null;
        }
        long length = (header - 1) >>> 1;
        boolean wide = ((header - 1) & 1) != 0;
        int bytes = checkedBytes(length, wide ? Character.BYTES : 1);
        String value =
                new String(
                        buffer,
                        position,
                        bytes,
                        wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
        position += bytes;
        return value;
    }

    @Override
    public StringBuilder readStringBuilder() {
        String value = readString();
        return value == null ? null : new StringBuilder(value);
    }

    /**
     * Checks a number of elements before room is made for them.
     *
     * @param bytesEach the least an element takes
     * @return the least number of bytes they take
     * @throws KryoException if there are not that many left
     */
    int checkedBytes(long elements, int bytesEach) {
        if (elements < 0 || elements > (limit - position) / bytesEach) {
            throw new KryoBufferUnderflowException(
                    elements + " elements announced, " + (limit - position) + " bytes left");
        }
        return (int) elements * bytesEach;
    }

    @Override
    public byte[] readBytes(int length) {
        checkedBytes(length, Byte.BYTES);
        return super.readBytes(length);
    }

    @Override
    public int[] readInts(int length) {
        checkedBytes(length, Integer.BYTES);
        return super.readInts(length);
    }

    @Override
    public int[] readInts(int length, boolean optimizePositive) {
        checkedBytes(length, 1);
        return super.readInts(length, optimizePositive);
    }

    @Override
    public long[] readLongs(int length) {
        checkedBytes(length, Long.BYTES);
        return super.readLongs(length);
    }

    @Override
    public long[] readLongs(int length, boolean optimizePositive) {
        checkedBytes(length, 1);
        return super.readLongs(length, optimizePositive);
    }

    @Override
    public float[] readFloats(int length) {
        checkedBytes(length, Float.BYTES);
        return super.readFloats(length);
    }

    @Override
    public double[] readDoubles(int length) {
        checkedBytes(length, Double.BYTES);
        return super.readDoubles(length);
    }

    @Override
    public short[] readShorts(int length) {
        checkedBytes(length, Short.BYTES);
        return super.readShorts(length);
    }

    @Override
    public char[] readChars(int length) {
        checkedBytes(length, Character.BYTES);
        return super.readChars(length);
    }

    @Override
    public boolean[] readBooleans(int length) {
        checkedBytes(length, 1);
        return super.readBooleans(length);
    }
}
