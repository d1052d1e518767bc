package org.holdfast.faults;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.holdfast.runtime.config.HighAvailabilityOptions;

/** Settings of all processes of a cluster that faults happen to. */
final class FaultClusterSettings {

    /** A session that ends soon, though not by itself on a busy machine. */
    static final Duration SESSION = Duration.ofSeconds(4);

    private FaultClusterSettings() {}

    /**
     * @param zooKeeper host and port
     * @param storage directory of metadata
     */
    static Map<String, String> of(String id, String zooKeeper, String storage) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("high-availability", "zookeeper");
        settings.put("high-availability.zookeeper.quorum", zooKeeper);
        settings.put("high-availability.zookeeper.path.root", "/faults");
        settings.put(
                HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT.key(),
                SESSION.toMillis() + " ms");
        settings.put(HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT.key(), "100 ms");
        settings.put(HighAvailabilityOptions.ZOOKEEPER_MAX_RETRIES.key(), "100");
        settings.put("high-availability.storageDir", storage);
        settings.put("high-availability.cluster-id", id);
        settings.put("internal.cluster-id", id);
        settings.put("job-result-store.delete-on-commit", "false");
        settings.put("execution.checkpointing.interval", "300 ms");
        settings.put("jobmanager.rpc.port", "0");
        settings.put("jobmanager.bind-host", "127.0.0.1");
        settings.put("rest.bind-port", "0");
        settings.put("rest.bind-address", "127.0.0.1");
        settings.put("taskmanager.bind-host", "127.0.0.1");
        settings.put("taskmanager.host", "localhost");
        return settings;
    }
}
