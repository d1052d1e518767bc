package org.holdfast.runtime.restart;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Delays that grow with each failure up to a longest one, and start again when the job has run for
 * long enough.
 */
final class ExponentialDelayRestart implements RestartStrategy {

    private final Settings settings;
    private final RandomGenerator random;
    private long nextDelayMillis;
    private int left;
    private Optional<Long> restartedAt = Optional.empty();

    /**
     * What to set.
     *
     * @param multiplier at least 1
     * @param resetThreshold a run without failure at least this long resets delay and attempts
     * @param jitter share of the delay by which it is changed at random, 0 to 1
     * @param attempts restarts until the next reset
     */
    record Settings(
            Duration initial,
            Duration max,
            double multiplier,
            Duration resetThreshold,
            double jitter,
            int attempts) {}

    ExponentialDelayRestart(Settings settings, RandomGenerator random) {
        this.settings = requireNonNull(settings, "settings");
        this.random = requireNonNull(random, "random");
        reset();
    }

    @Override
    public Optional<Duration> onFailure(long nowMillis) {
        resetIfRanLongEnough(nowMillis);
        if (left == 0) {
            return Optional.empty();
        }
        if (left != Integer.MAX_VALUE) {
            left--;
        }
        long delay = withJitter(nextDelayMillis);
        double longer = nextDelayMillis * settings.multiplier();
        nextDelayMillis = Math.min(settings.max().toMillis(), (long) longer);
        restartedAt = Optional.of(nowMillis + delay);
        return Optional.of(Duration.ofMillis(delay));
    }

    private void resetIfRanLongEnough(long nowMillis) {
        long threshold = settings.resetThreshold().toMillis();
        if (restartedAt.isPresent() && nowMillis - restartedAt.get() >= threshold) {
            reset();
        }
    }

    private void reset() {
        nextDelayMillis = settings.initial().toMillis();
        left = settings.attempts();
        restartedAt = Optional.empty();
    }

    private long withJitter(long delayMillis) {
        double share = settings.jitter() * (2 * random.nextDouble() - 1);
        return Math.min(settings.max().toMillis(), Math.round(delayMillis * (1 + share)));
    }

    @Override
    public String describe(long nowMillis) {
        resetIfRanLongEnough(nowMillis);
        return "exponential-delay: "
                + Budget.of(left, settings.attempts())
                + " restarts left, the next about "
                + nextDelayMillis
                + " ms after a failure";
    }
}
