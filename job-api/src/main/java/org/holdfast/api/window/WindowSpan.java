package org.holdfast.api.window;

import java.time.Duration;
import org.holdfast.api.InvalidJobException;

/** Checks what users give for lengths of time. */
final class WindowSpan {

    /** More is a mistake in the unit; keeps sums of times in range. */
    private static final Duration LONGEST = Duration.ofDays(36_600);

    private WindowSpan() {}

    static void requirePositive(String what, Duration span) {
        requireWholeMillis(what, span);
        if (span.isZero()) {
            throw new InvalidJobException(what + " is 0 (expected: 1 ms or more).");
        }
    }

    static void requireWholeMillis(String what, Duration span) {
        if (span.isNegative() || span.compareTo(LONGEST) > 0) {
            throw new InvalidJobException(
                    "%s is %s (expected: 0 to %d days).".formatted(what, span, LONGEST.toDays()));
        }
        if (span.toNanosPart() % 1_000_000 != 0) {
            throw new InvalidJobException(
                    "%s is %s (expected: whole milliseconds).".formatted(what, span));
        }
    }
}
