package org.holdfast.api.window;

import java.time.Duration;

/** Windows that follow each other without gap or overlap. */
public record TumblingWindows(Duration size, Duration allowedLateness) implements WindowAssigner {

    /**
     * Windows of a length.
     *
     * @throws org.holdfast.api.InvalidJobException if a length is negative, not in whole
     *     milliseconds, or the size is 0
     */
    public TumblingWindows {
        WindowSpan.requirePositive("The size of a window", size);
        WindowSpan.requireWholeMillis("The allowed lateness of a window", allowedLateness);
    }

    /** Windows of a length; late records are dropped. */
    public static TumblingWindows of(Duration size) {
        return new TumblingWindows(size, Duration.ZERO);
    }

    /** The same windows, which take late records for some time. */
    public TumblingWindows withAllowedLateness(Duration lateness) {
        return new TumblingWindows(size, lateness);
    }

    @Override
    public Duration slide() {
        return size;
    }
}
