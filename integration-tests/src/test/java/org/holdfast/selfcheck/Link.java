package org.holdfast.selfcheck;

import java.util.HexFormat;
import java.util.Optional;

/**
 * One link of a key's chain, and one line of the output: {@code KEY NUMBER COUNT CHAIN}.
 *
 * @param key as {@link #keyOf} its number
 * @param number the record's
 * @param count which record of its key it was, 1 for the first
 * @param chain hash of all numbers the key has seen, in their order
 */
public record Link(long key, long number, long count, long chain) {

    private static final HexFormat HEX = HexFormat.of();

    /** The key of a number: any of {@code keys}, with no pattern to it. */
    public static long keyOf(long number, long keys) {
        return Long.remainderUnsigned(mix(number), keys);
    }

    /** The first link of a key's chain. */
    public static Link first(long key, long number) {
        return new Link(key, number, 1, extend(mix(~key), number));
    }

    /** The link behind this one. */
    public Link next(long nextNumber) {
        return new Link(key, nextNumber, count + 1, extend(chain, nextNumber));
    }

    /** Reads a line, without its end; empty if {@link #toString} would not have written it so. */
    static Optional<Link> parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != 4) {
            return Optional.empty();
        }
        try {
            Link link =
                    new Link(
                            Long.parseLong(fields[0]),
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[2]),
                            Long.parseUnsignedLong(fields[3], 16));
            return Optional.of(link).filter(read -> read.toString().equals(line));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return key + " " + number + " " + count + " " + HEX.toHexDigits(chain);
    }

    private static long extend(long chain, long number) {
        return mix(31 * chain + number);
    }

    /** The finalizer of SplitMix64: every bit of the input changes about half of the output's. */
    private static long mix(long value) {
        long bits = value + 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
