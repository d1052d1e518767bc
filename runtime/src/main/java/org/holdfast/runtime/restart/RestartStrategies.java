package org.holdfast.runtime.restart;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.config.ConfigOption;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.RestartStrategyOptions;

/** Makes the restart strategy of a job from the job's and the cluster's configuration. */
public final class RestartStrategies {

    private final Configuration cluster;
    private final RandomGenerator random;

    /**
     * Checks what the cluster sets.
     *
     * @param random for jitter
     * @throws InvalidConfigurationException naming key, value and what would be accepted
     */
    public RestartStrategies(Configuration cluster, RandomGenerator random) {
        this.cluster = requireNonNull(cluster, "cluster");
        this.random = requireNonNull(random, "random");
        forJob(Configuration.empty());
    }

    /**
     * A fresh strategy; what {@code job} sets wins over the cluster, under whichever of its names
     * an option is written.
     *
     * @throws InvalidConfigurationException naming key, value and what would be accepted
     */
    public RestartStrategy forJob(Configuration job) {
        return new Reading(job).strategy();
    }

    private final class Reading {

        private final Configuration job;

        Reading(Configuration job) {
            this.job = requireNonNull(job, "job");
        }

        RestartStrategy strategy() {
            String name =
                    job.find(RestartStrategyOptions.STRATEGY)
                            .or(() -> cluster.find(RestartStrategyOptions.STRATEGY))
                            .orElse("none")
                            .toLowerCase(Locale.ROOT)
                            .replace("-", "");
            return switch (name) {
                case "none" -> takesCheckpoints() ? unlimited() : new NoRestart();
                case "off", "disable" -> new NoRestart();
                case "fixeddelay" -> fixedDelay();
                case "failurerate" -> failureRate();
                case "exponentialdelay" -> exponentialDelay();
                default -> throw new IllegalStateException("no restart strategy '" + name + "'");
            };
        }

        /** A job that takes checkpoints does so to go on: it is restarted unless told off. */
        private boolean takesCheckpoints() {
            return job.find(CheckpointOptions.INTERVAL)
                    .or(() -> cluster.find(CheckpointOptions.INTERVAL))
                    .isPresent();
        }

        private RestartStrategy unlimited() {
            return new FixedDelayRestart(
                    Integer.MAX_VALUE, get(RestartStrategyOptions.FIXED_DELAY_DELAY));
        }

        private RestartStrategy fixedDelay() {
            return new FixedDelayRestart(
                    get(RestartStrategyOptions.FIXED_DELAY_ATTEMPTS),
                    get(RestartStrategyOptions.FIXED_DELAY_DELAY));
        }

        private RestartStrategy failureRate() {
            return new FailureRateRestart(
                    get(RestartStrategyOptions.FAILURE_RATE_MAX_FAILURES),
                    get(RestartStrategyOptions.FAILURE_RATE_INTERVAL),
                    get(RestartStrategyOptions.FAILURE_RATE_DELAY));
        }

        private RestartStrategy exponentialDelay() {
            var settings =
                    new ExponentialDelayRestart.Settings(
                            get(RestartStrategyOptions.EXPONENTIAL_DELAY_INITIAL),
                            get(RestartStrategyOptions.EXPONENTIAL_DELAY_MAX),
                            get(RestartStrategyOptions.EXPONENTIAL_DELAY_MULTIPLIER),
                            get(RestartStrategyOptions.EXPONENTIAL_DELAY_RESET),
                            get(RestartStrategyOptions.EXPONENTIAL_DELAY_JITTER),
                            get(RestartStrategyOptions.EXPONENTIAL_DELAY_ATTEMPTS));
            if (settings.initial().compareTo(settings.max()) > 0) {
                throw new InvalidConfigurationException(
                        RestartStrategyOptions.EXPONENTIAL_DELAY_INITIAL.key()
                                + ": "
                                + settings.initial().toMillis()
                                + " ms is longer than "
                                + RestartStrategyOptions.EXPONENTIAL_DELAY_MAX.key()
                                + ", "
                                + settings.max().toMillis()
                                + " ms (expected: at most as long)");
            }
            return new ExponentialDelayRestart(settings, random);
        }

        private <T> T get(ConfigOption<T> option) {
            return job.find(option).orElseGet(() -> cluster.get(option));
        }
    }
}
