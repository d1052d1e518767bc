package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.TaskManagerOptions;

/**
 * Compares how long TaskManagers wait for the next JobManager with how long YARN takes to notice
 * that the one before is gone; it starts no other before. Goes by the client's copy of YARN's
 * configuration.
 */
final class OrphanLeaseCheck {

    /** An older name that some clusters still set. */
    private static final String OLD_NODE_EXPIRY =
            "yarn.resourcemanager.nm.liveness-monitor.expiry-interval-ms";

    /** YARN's own default for both. */
    private static final Duration DEFAULT_EXPIRY =
            Duration.ofMillis(YarnConfiguration.DEFAULT_RM_NM_EXPIRY_INTERVAL_MS);

    private final Configuration configuration;
    private final org.apache.hadoop.conf.Configuration hadoop;

    /** After which time YARN gives something up, and which setting says so. */
    private record Expiry(String key, Duration time) {}

    /**
     * @param hadoop the cluster's configuration
     */
    OrphanLeaseCheck(Configuration configuration, org.apache.hadoop.conf.Configuration hadoop) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.hadoop = requireNonNull(hadoop, "hadoop");
    }

    /** A line for the user if the lease is too short. */
    Optional<String> remark() {
        Duration lease = configuration.get(TaskManagerOptions.ORPHAN_LEASE);
        Expiry longest = longestExpiry();
        if (lease.compareTo(longest.time()) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                TaskManagerOptions.ORPHAN_LEASE
                        + " is "
                        + print(lease)
                        + ", but YARN may take "
                        + print(longest.time())
                        + " to notice that a node or an ApplicationMaster is gone ("
                        + longest.key()
                        + "): by then the TaskManagers have ended with their tasks. Set it to"
                        + " more than that.");
    }

    private Expiry longestExpiry() {
        String node =
                hadoop.get(OLD_NODE_EXPIRY) == null
                        ? YarnConfiguration.RM_NM_EXPIRY_INTERVAL_MS
                        : OLD_NODE_EXPIRY;
        return Stream.of(node, YarnConfiguration.RM_AM_EXPIRY_INTERVAL_MS)
                .map(key -> new Expiry(key, expiry(key)))
                .max(Comparator.comparing(Expiry::time))
                .orElseThrow();
    }

    private Duration expiry(String key) {
        long millis = DEFAULT_EXPIRY.toMillis();
        return Duration.ofMillis(hadoop.getTimeDuration(key, millis, TimeUnit.MILLISECONDS));
    }

    private static String print(Duration duration) {
        return TaskManagerOptions.ORPHAN_LEASE.print(duration);
    }
}
