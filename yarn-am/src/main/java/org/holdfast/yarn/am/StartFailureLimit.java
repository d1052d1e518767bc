package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Says when so many TaskManagers failed to start that asking for more should pause. */
final class StartFailureLimit {

    private static final long WINDOW_MILLIS = 60_000;

    private final double maxPerMinute;
    private final Duration pause;
    private final Deque<Long> failures = new ArrayDeque<>();

    StartFailureLimit(double maxPerMinute, Duration pause) {
        this.maxPerMinute = maxPerMinute;
        this.pause = requireNonNull(pause, "pause");
    }

    /**
     * Counts a failure.
     *
     * @param nowMillis monotonic
     * @return how long to pause; zero while there were not too many
     */
    Duration onFailure(long nowMillis) {
        failures.addLast(nowMillis);
        while (failures.peekFirst() <= nowMillis - WINDOW_MILLIS) {
            failures.removeFirst();
        }
        if (failures.size() <= maxPerMinute) {
            return Duration.ZERO;
        }
        // what is older cannot change the answer any more
        failures.removeFirst();
        return pause;
    }
}
