package org.holdfast.api.window;

import java.time.Duration;
import org.holdfast.api.InvalidJobException;

/** Windows that overlap: a record is in several of them. */
public record SlidingWindows(Duration size, Duration slide, Duration allowedLateness)
        implements WindowAssigner {

    /**
     * Windows of a length, each starting some time after the one before.
     *
     * @throws InvalidJobException if a length is negative, not in whole milliseconds, or 0 where
     *     there must be some, or if the slide is longer than the size
     */
    public SlidingWindows {
        WindowSpan.requirePositive("The size of a window", size);
        WindowSpan.requirePositive("The slide of a window", slide);
        WindowSpan.requireWholeMillis("The allowed lateness of a window", allowedLateness);
        if (slide.compareTo(size) > 0) {
            throw new InvalidJobException(
                    "Windows of %s that slide by %s would leave out records (expected: a slide of at most the size)."
                            .formatted(size, slide));
        }
    }

    /** Windows of a length, one every {@code slide}; late records are dropped. */
    public static SlidingWindows of(Duration size, Duration slide) {
        return new SlidingWindows(size, slide, Duration.ZERO);
    }

    /** The same windows, which take late records for some time. */
    public SlidingWindows withAllowedLateness(Duration lateness) {
        return new SlidingWindows(size, slide, lateness);
    }
}
