package org.holdfast.faults;

import java.util.Collection;

/** Measured milliseconds, sorted. */
record Percentiles(long[] sorted) {

    static Percentiles of(Collection<Long> values) {
        return new Percentiles(values.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    /** The value that so many percent of all values do not exceed; 0 gives the smallest. */
    long at(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    /** Minimum, median, 95th percentile and maximum as cells of a Markdown table. */
    String cells() {
        return sorted.length == 0
                ? "- | - | - | -"
                : "%d | %d | %d | %d".formatted(at(0), at(50), at(95), at(100));
    }
}
