package org.holdfast.api.window;

/**
 * A span of time.
 *
 * @param start the first millisecond, since 1970
 * @param end the millisecond behind the last
 */
public record TimeWindow(long start, long end) {

    public TimeWindow {
        if (start >= end) {
            throw new IllegalArgumentException(
                    "window: " + start + " to " + end + " (expected: an end behind the start)");
        }
    }
}
