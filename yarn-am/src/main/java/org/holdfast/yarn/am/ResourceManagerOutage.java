package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException;
import org.apache.hadoop.yarn.exceptions.InvalidApplicationMasterRequestException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the ResourceManager has not answered, and when it is asked again. Hadoop's own client
 * would wait in silence, and up to half a minute longer than needed. Not thread-safe.
 */
final class ResourceManagerOutage {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceManagerOutage.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final int MILLIS_PER_TRY = 5000;
    private static final int FOREVER = -1;

    private final Optional<Duration> patience;
    private final LongSupplier nanoTime;
    private Duration pause = Duration.ZERO;
    private long beginNanos;

    /** A question to the ResourceManager. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws YarnException, IOException;
    }

    /**
     * @param patience how long an outage may last; empty for ever
     * @param nanoTime monotonic, in nanoseconds
     */
    ResourceManagerOutage(Optional<Duration> patience, LongSupplier nanoTime) {
        this.patience = requireNonNull(patience, "patience");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    }

    /** With the patience that {@code yarn.resourcemanager.connect.max-wait.ms} asks for. */
    static ResourceManagerOutage bounded(Configuration hadoop) {
        long millis =
                hadoop.getLong(
                        YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS,
                        YarnConfiguration.DEFAULT_RESOURCEMANAGER_CONNECT_MAX_WAIT_MS);
        return new ResourceManagerOutage(
                millis == FOREVER ? Optional.empty() : Optional.of(Duration.ofMillis(millis)),
                System::nanoTime);
    }

    /** The same configuration with a client that gives up after a try or two: we try again. */
    static Configuration withSingleTries(Configuration hadoop) {
        Configuration single = new Configuration(hadoop);
        single.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_KEY, 0);
        single.setInt(
                CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SOCKET_TIMEOUTS_KEY, 0);
        single.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_TIMEOUT_KEY, MILLIS_PER_TRY);
        single.setInt(
                CommonConfigurationKeys.IPC_CLIENT_RPC_TIMEOUT_KEY,
                Math.toIntExact(CALL_TIMEOUT.toMillis()));
        long briefly = FIRST_PAUSE.toMillis();
        single.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, briefly);
        single.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, briefly);
        if (HAUtil.isHAEnabled(hadoop)) {
            // each of them once more than it takes to find the active one
            int tries = 2 * HAUtil.getRMHAIds(hadoop).size();
            single.setInt(YarnConfiguration.CLIENT_FAILOVER_MAX_ATTEMPTS, tries);
            single.setLong(YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_BASE_MS, briefly);
            single.setLong(YarnConfiguration.CLIENT_FAILOVER_SLEEPTIME_MAX_MS, briefly);
        }
        return single;
    }

    /** Whether the ResourceManager says that this attempt is over, so that no try can succeed. */
    static boolean isForgotten(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationAttemptNotFoundException
                    || cause instanceof InvalidToken) {
                return true;
            }
        }
        return false;
    }

    /**
     * Asks until there is an answer.
     *
     * @throws YarnException or {@link IOException} when it has lasted for too long, or the answer
     *     is no
     */
    <T> T persistently(Question<T> question)
            throws YarnException, IOException, InterruptedException {
        while (true) {
            try {
                T answer = question.ask();
                onAnswer();
                return answer;
            } catch (YarnException | IOException e) {
                boolean refused = e instanceof InvalidApplicationMasterRequestException;
                Optional<Duration> next =
                        refused || isForgotten(e) ? Optional.empty() : onFailure(e);
                if (next.isEmpty()) {
                    throw e;
                }
                Thread.sleep(next.get().toMillis());
            }
        }
    }

    /** The ResourceManager has answered. */
    void onAnswer() {
        if (!pause.isZero()) {
            LOG.info("The ResourceManager answers again, after {} ms", elapsed().toMillis());
            pause = Duration.ZERO;
        }
    }

    /**
     * It has not answered.
     *
     * @return pause before the next try; empty if it has lasted for too long
     */
    Optional<Duration> onFailure(Exception failure) {
        if (pause.isZero()) {
            beginNanos = nanoTime.getAsLong();
            pause = FIRST_PAUSE;
            LOG.warn(
                    "The ResourceManager does not answer; asking again {}: {}",
                    patience.map(most -> "for at most " + most.toMillis() + " ms")
                            .orElse("until it does"),
                    failure.toString());
        } else {
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
            LOG.debug("The ResourceManager does not answer yet", failure);
        }
        return patience.isPresent() && elapsed().compareTo(patience.get()) >= 0
                ? Optional.empty()
                : Optional.of(pause);
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - beginNanos);
    }
}
