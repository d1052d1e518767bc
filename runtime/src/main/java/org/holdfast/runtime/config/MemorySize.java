package org.holdfast.runtime.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory.
 *
 * @param bytes at least 0
 */
public record MemorySize(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([a-z]*)");
    private static final Map<String, Integer> UNIT_SHIFTS =
            Map.ofEntries(
                    Map.entry("", 0),
                    Map.entry("b", 0),
                    Map.entry("bytes", 0),
                    Map.entry("k", 10),
                    Map.entry("kb", 10),
                    Map.entry("kibibytes", 10),
                    Map.entry("m", 20),
                    Map.entry("mb", 20),
                    Map.entry("mebibytes", 20),
                    Map.entry("g", 30),
                    Map.entry("gb", 30),
                    Map.entry("gibibytes", 30),
                    Map.entry("t", 40),
                    Map.entry("tb", 40),
                    Map.entry("tebibytes", 40));

    public MemorySize {
        if (bytes < 0) {
            throw new IllegalArgumentException("memory size: " + bytes + " bytes (expected: >= 0)");
        }
    }

    /** {@code mebibytes} times 1024 times 1024 bytes. */
    public static MemorySize ofMebiBytes(long mebibytes) {
        return new MemorySize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /** Reads {@code 1g}, {@code 1024 mb}, {@code 64kb}, or bytes without a unit. */
    public static MemorySize parse(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        Integer shift = matcher.matches() ? UNIT_SHIFTS.get(matcher.group(2)) : null;
        if (shift == null) {
            throw new IllegalArgumentException(
                    "memory size: '" + text + "' (expected: a number and b, kb, mb, gb or tb)");
        }
        try {
            return new MemorySize(
                    Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("memory size: '" + text + "' is too large", e);
        }
    }

    /** Whole mebibytes, rounded down. */
    public long toMebiBytes() {
        return bytes >> 20;
    }

    @Override
    public String toString() {
        if (bytes != 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "mb";
        }
        return bytes != 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "kb" : bytes + "b";
    }
}
