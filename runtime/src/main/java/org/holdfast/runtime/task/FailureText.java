package org.holdfast.runtime.task;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An exception as text for people, of bounded length. */
final class FailureText {

    /** In bytes of UTF-8. */
    static final int MAX_LENGTH = 16 * 1024;

    /** The root cause stands at the end of a stack trace, so some of it stays. */
    private static final int MAX_TAIL = 4 * 1024;

    private static final String CUT = "\n\t... cut here ...\n";

    private FailureText() {}

    /** The stack trace, or as much of its start and end as {@link #MAX_LENGTH} lets through. */
    static String of(Throwable failure) {
        return bounded(stackTrace(failure));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(text));
            return text.toString();
        } catch (RuntimeException | StackOverflowError e) { // thrown by the user's getMessage()
            return failure.getClass().getName() + " (its message cannot be read: " + e + ")";
        }
    }

    static String bounded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_LENGTH) {
            return text;
        }
        int headEnd = MAX_LENGTH - MAX_TAIL - CUT.length();
        while (isInsideCharacter(bytes[headEnd])) {
            headEnd--;
        }
        int tailStart = bytes.length - MAX_TAIL;
        while (isInsideCharacter(bytes[tailStart])) {
            tailStart++;
        }
        ByteBuffer cut = ByteBuffer.allocate(MAX_LENGTH);
        cut.put(bytes, 0, headEnd).put(CUT.getBytes(StandardCharsets.UTF_8));
        cut.put(bytes, tailStart, bytes.length - tailStart);
        return new String(Arrays.copyOf(cut.array(), cut.position()), StandardCharsets.UTF_8);
    }

    /** Whether a byte of UTF-8 is not the first of its character. */
    private static boolean isInsideCharacter(byte octet) {
        return (octet & 0xC0) == 0x80;
    }
}
