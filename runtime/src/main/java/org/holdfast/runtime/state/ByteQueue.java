package org.holdfast.runtime.state;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in the order they were added. Like a {@code ByteArrayOutputStream} without its locks. */
final class ByteQueue {

    private static final int MAX_BYTES = Integer.MAX_VALUE - 16;

    private byte[] bytes = new byte[256];
    private int size;

    int size() {
        return size;
    }

    void append(byte value) {
        if (size == bytes.length) {
            grow(size + 1);
        }
        bytes[size++] = value;
    }

    /** Adds the first bytes of an array; false if there would be too many. */
    boolean append(byte[] source, int length) {
        if (length > MAX_BYTES - size) {
            return false;
        }
        if (length > bytes.length - size) {
            grow(size + length);
        }
        System.arraycopy(source, 0, bytes, size, length);
        size += length;
        return true;
    }

    private void grow(int least) {
        long wanted = Math.max(least, bytes.length * 2L);
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, MAX_BYTES));
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }
}
