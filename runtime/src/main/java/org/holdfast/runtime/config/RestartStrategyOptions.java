package org.holdfast.runtime.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** When a failed job is restarted; per cluster, and per job in the job's own settings. */
public final class RestartStrategyOptions {

    private static final Set<String> NAMES =
            Set.of(
                    "none",
                    "off",
                    "disable",
                    "fixed-delay",
                    "fixeddelay",
                    "failure-rate",
                    "failurerate",
                    "exponential-delay",
                    "exponentialdelay");

    public static final ConfigOption<String> STRATEGY =
            ConfigOption.text("restart-strategy")
                    .withAlias("restart-strategy.type")
                    .withBound(
                            name -> NAMES.contains(name.toLowerCase(Locale.ROOT)),
                            "one of none, off, disable, fixed-delay, failure-rate,"
                                    + " exponential-delay")
                    .describedAs(
                            "What happens when a job fails: off and disable end it; fixed-delay,"
                                    + " failure-rate and exponential-delay restart it as their own"
                                    + " options say. none, or not set, ends a job that takes no"
                                    + " checkpoints, and restarts one that does without a limit, as"
                                    + " fixed-delay.");

    public static final ConfigOption<Integer> FIXED_DELAY_ATTEMPTS =
            atLeastOne(ConfigOption.integer("restart-strategy.fixed-delay.attempts"))
                    .withDefault(1)
                    .describedAs("How often a job is restarted before it fails for good.");

    public static final ConfigOption<Duration> FIXED_DELAY_DELAY =
            ConfigOption.duration("restart-strategy.fixed-delay.delay")
                    .withDefault(Duration.ofSeconds(1))
                    .describedAs("Time between a failure and the restart.");

    public static final ConfigOption<Integer> FAILURE_RATE_MAX_FAILURES =
            atLeastOne(
                            ConfigOption.integer(
                                    "restart-strategy.failure-rate.max-failures-per-interval"))
                    .withDefault(1)
                    .describedAs(
                            "How many failures within the interval are followed by a restart; one"
                                    + " more, and the job fails for good.");

    public static final ConfigOption<Duration> FAILURE_RATE_INTERVAL =
            positive(ConfigOption.duration("restart-strategy.failure-rate.failure-rate-interval"))
                    .withDefault(Duration.ofMinutes(1))
                    .describedAs("The interval in which failures are counted.");

    public static final ConfigOption<Duration> FAILURE_RATE_DELAY =
            ConfigOption.duration("restart-strategy.failure-rate.delay")
                    .withDefault(Duration.ofSeconds(1))
                    .describedAs("Time between a failure and the restart.");

    public static final ConfigOption<Duration> EXPONENTIAL_DELAY_INITIAL =
            positive(ConfigOption.duration("restart-strategy.exponential-delay.initial-backoff"))
                    .withDefault(Duration.ofSeconds(1))
                    .describedAs("Time between the first failure and the restart.");

    public static final ConfigOption<Duration> EXPONENTIAL_DELAY_MAX =
            positive(ConfigOption.duration("restart-strategy.exponential-delay.max-backoff"))
                    .withDefault(Duration.ofMinutes(1))
                    .describedAs("Longest time between a failure and the restart.");

    public static final ConfigOption<Double> EXPONENTIAL_DELAY_MULTIPLIER =
            ConfigOption.number("restart-strategy.exponential-delay.backoff-multiplier")
                    .withBound(value -> value >= 1 && value <= 1000, "1 to 1000")
                    .withDefault(1.5)
                    .describedAs("By how much each failure lengthens the time to the restart.");

    public static final ConfigOption<Duration> EXPONENTIAL_DELAY_RESET =
            positive(
                            ConfigOption.duration(
                                    "restart-strategy.exponential-delay.reset-backoff-threshold"))
                    .withDefault(Duration.ofHours(1))
                    .describedAs(
                            "A job that ran this long since its last restart starts again with the"
                                    + " initial delay and a full number of attempts.");

    public static final ConfigOption<Double> EXPONENTIAL_DELAY_JITTER =
            ConfigOption.number("restart-strategy.exponential-delay.jitter-factor")
                    .withBound(value -> value >= 0 && value <= 1, "0 to 1")
                    .withDefault(0.1)
                    .describedAs(
                            "Share of the delay by which it is lengthened or shortened at random,"
                                    + " so that jobs that failed together do not restart together.");

    public static final ConfigOption<Integer> EXPONENTIAL_DELAY_ATTEMPTS =
            atLeastOne(
                            ConfigOption.integer(
                                    "restart-strategy.exponential-delay"
                                            + ".attempts-before-reset-backoff"))
                    .withDefault(Integer.MAX_VALUE)
                    .describedAs(
                            "How often a job is restarted before it fails for good; counted anew"
                                    + " when the delay is reset.");

    private RestartStrategyOptions() {}

    private static ConfigOption<Integer> atLeastOne(ConfigOption<Integer> option) {
        return option.withBound(value -> value >= 1, "at least 1");
    }

    private static ConfigOption<Duration> positive(ConfigOption<Duration> option) {
        return option.withBound(value -> !value.isZero(), "longer than 0");
    }
}
