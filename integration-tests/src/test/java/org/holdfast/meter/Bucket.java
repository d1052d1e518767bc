package org.holdfast.meter;

import java.util.Optional;

/**
 * What came out of one subtask in about a tenth of a second; one line of a meter's file. Times are
 * {@link System#nanoTime}.
 *
 * @param first when the first record came
 * @param last when the last did
 * @param records how many came
 * @param longestGap nanoseconds between two of them, at most; 0 for a single one
 * @param again how many of them had come before, from this attempt or an earlier one
 */
record Bucket(long first, long last, long records, long longestGap, long again) {

    private static final int FIELDS = 5;

    /** Reads a line; empty if it is not whole, as the last one of a killed process may be. */
    static Optional<Bucket> parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS + 1 || !fields[FIELDS].equals(".")) {
            return Optional.empty();
        }
        return Optional.of(
                new Bucket(
                        Long.parseLong(fields[0]),
                        Long.parseLong(fields[1]),
                        Long.parseLong(fields[2]),
                        Long.parseLong(fields[3]),
                        Long.parseLong(fields[4])));
    }

    /** How many of its records came from {@code from} to {@code to}, if they came evenly. */
    double recordsBetween(long from, long to) {
        if (first == last) {
            return first >= from && first < to ? records : 0;
        }
        long overlap = Math.min(last, to) - Math.max(first, from);
        return overlap <= 0 ? 0 : records * (double) overlap / (last - first);
    }

    @Override
    public String toString() {
        return first + " " + last + " " + records + " " + longestGap + " " + again + " .";
    }
}
