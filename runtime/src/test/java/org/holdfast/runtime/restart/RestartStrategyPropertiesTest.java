package org.holdfast.runtime.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What holds for the strategies under any history of failures, given as the gaps between them. */
class RestartStrategyPropertiesTest {

    private static final long INTERVAL = 1000;

    @Property
    void fixedDelayRestartsExactlyAsOftenAsItMay(
            @ForAll @IntRange(min = 1, max = 50) int attempts,
            @ForAll @IntRange(min = 0, max = 50) int more) {
        RestartStrategy strategy = new FixedDelayRestart(attempts, Duration.ofMillis(3));

        int restarts = 0;
        for (int i = 0; i < attempts + more; i++) {
            restarts += strategy.onFailure(i).isPresent() ? 1 : 0;
        }

        assertThat(restarts).isEqualTo(attempts);
    }

    @Property
    void failureRateRefusesExactlyTheFailureThatIsOneTooManyInAnInterval(
            @ForAll @IntRange(min = 1, max = 5) int max,
            @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 2 * INTERVAL) Long> gaps) {
        RestartStrategy strategy =
                new FailureRateRestart(max, Duration.ofMillis(INTERVAL), Duration.ZERO);
        List<Long> restarted = new ArrayList<>();

        long now = 0;
        for (long gap : gaps) {
            long failedAt = now += gap;
            long recent = restarted.stream().filter(at -> failedAt - at < INTERVAL).count();
            boolean restarts = strategy.onFailure(failedAt).isPresent();
            assertThat(restarts)
                    .as("failure at %s after %s", now, restarted)
                    .isEqualTo(recent < max);
            if (restarts) {
                restarted.add(failedAt);
            }
        }
    }

    @Property
    void exponentialDelayStaysInBoundsAndNeverShrinksWithoutAReset(
            @ForAll @LongRange(min = 1, max = 1000) long initial,
            @ForAll @LongRange(min = 0, max = 100_000) long headroom,
            @ForAll @DoubleRange(min = 1, max = 10) double multiplier,
            @ForAll @IntRange(min = 1, max = 60) int failures) {
        Duration max = Duration.ofMillis(initial + headroom);
        RestartStrategy strategy =
                new ExponentialDelayRestart(
                        new ExponentialDelayRestart.Settings(
                                Duration.ofMillis(initial),
                                max,
                                multiplier,
                                Duration.ofHours(1),
                                0,
                                Integer.MAX_VALUE),
                        new Random(1));

        Duration before = Duration.ofMillis(initial);
        for (int i = 0; i < failures; i++) {
            Duration delay = strategy.onFailure(i).orElseThrow();
            assertThat(delay).isBetween(before, max);
            before = delay;
        }
    }

    @Property
    void exponentialDelayJittersByItsShareAtMost(
            @ForAll @DoubleRange(min = 0, max = 1) double jitter, @ForAll long seed) {
        RestartStrategy strategy = exponential(jitter, Integer.MAX_VALUE, seed);

        long delay = strategy.onFailure(0).orElseThrow().toMillis();

        assertThat((double) delay).isBetween(1000 * (1 - jitter) - 1, 1000 * (1 + jitter) + 1);
    }

    @Property
    void exponentialDelayStartsAgainAfterALongEnoughRun(
            @ForAll @IntRange(min = 1, max = 20) int attempts) {
        RestartStrategy strategy = exponential(0, attempts, 1);
        long now = 0;
        for (int i = 0; i < attempts; i++) {
            now += strategy.onFailure(now).orElseThrow().toMillis();
        }
        long lastRestart = now;
        assertThat(strategy.onFailure(lastRestart + INTERVAL * 3600 - 1)).isEmpty();

        Optional<Duration> afterLongRun = strategy.onFailure(lastRestart + INTERVAL * 3600);

        assertThat(afterLongRun).contains(Duration.ofSeconds(1));
    }

    private static RestartStrategy exponential(double jitter, int attempts, long seed) {
        return new ExponentialDelayRestart(
                new ExponentialDelayRestart.Settings(
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        1.5,
                        Duration.ofHours(1),
                        jitter,
                        attempts),
                new Random(seed));
    }
}
