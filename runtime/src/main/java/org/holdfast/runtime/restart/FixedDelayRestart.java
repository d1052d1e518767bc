package org.holdfast.runtime.restart;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** A number of restarts in the job's life, each after the same delay. */
final class FixedDelayRestart implements RestartStrategy {

    private final int attempts;
    private final Duration delay;
    private int left;

    FixedDelayRestart(int attempts, Duration delay) {
        this.attempts = attempts;
        this.delay = requireNonNull(delay, "delay");
        this.left = attempts;
    }

    @Override
    public Optional<Duration> onFailure(long nowMillis) {
        if (left == 0) {
            return Optional.empty();
        }
        left--;
        return Optional.of(delay);
    }

    @Override
    public String describe(long nowMillis) {
        return "fixed-delay: "
                + Budget.of(left, attempts)
                + " restarts left, "
                + delay.toMillis()
                + " ms after a failure";
    }
}
