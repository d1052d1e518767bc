package org.holdfast.runtime.restart;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A number of restarts within any interval of a length, each after the same delay. */
final class FailureRateRestart implements RestartStrategy {

    private final int maxFailures;
    private final Duration interval;
    private final Duration delay;

    /** When the job failed, oldest first; at most {@link #maxFailures}. */
    private final Deque<Long> failures = new ArrayDeque<>();

    FailureRateRestart(int maxFailures, Duration interval, Duration delay) {
        this.maxFailures = maxFailures;
        this.interval = requireNonNull(interval, "interval");
        this.delay = requireNonNull(delay, "delay");
    }

    @Override
    public Optional<Duration> onFailure(long nowMillis) {
        forgetBefore(nowMillis);
        if (failures.size() == maxFailures) {
            return Optional.empty();
        }
        failures.addLast(nowMillis);
        return Optional.of(delay);
    }

    private void forgetBefore(long nowMillis) {
        while (!failures.isEmpty() && nowMillis - failures.getFirst() >= interval.toMillis()) {
            failures.removeFirst();
        }
    }

    @Override
    public String describe(long nowMillis) {
        forgetBefore(nowMillis);
        return "failure-rate: "
                + Budget.of(maxFailures - failures.size(), maxFailures)
                + " restarts left in this interval of "
                + interval.toMillis()
                + " ms, "
                + delay.toMillis()
                + " ms after a failure";
    }
}
