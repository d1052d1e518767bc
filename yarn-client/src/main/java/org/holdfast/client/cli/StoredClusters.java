package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.ClusterRemains;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clusters in the store and the storage directory that a configuration names. */
final class StoredClusters implements KeptClusters {

    private static final Logger LOG = LoggerFactory.getLogger(StoredClusters.class);

    /** The store is the same for all clusters. */
    private static final String ANY = "any";

    private final Configuration configuration;
    private final org.apache.hadoop.conf.Configuration hadoop;

    /**
     * @param configuration with high availability
     */
    StoredClusters(Configuration configuration, org.apache.hadoop.conf.Configuration hadoop) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.hadoop = requireNonNull(hadoop, "hadoop");
    }

    @Override
    public List<String> ids() throws IOException {
        Set<String> ids = new TreeSet<>(services(ANY).clusters());
        String above = configuration.find(HighAvailabilityOptions.STORAGE_DIR).orElseThrow();
        // other folders there may be anything
        StorageDirectory.open(URI.create(above), hadoop).list().stream()
                .filter(KeptClusters::isApplication)
                .forEach(ids::add);
        return List.copyOf(ids);
    }

    @Override
    public ClusterRemains.Contents content(String clusterId) throws IOException {
        try (CoordinationReader reader = services(clusterId).openReader()) {
            return remains(clusterId).look(reader);
        }
    }

    @Override
    public boolean delete(String clusterId) throws IOException {
        try (CoordinationStore store =
                services(clusterId)
                        .openStore(() -> LOG.warn("The session for {} has ended", clusterId))) {
            LeaderCandidate candidate =
                    store.currentEpoch()
                            .map(StoredClusters::successorOf)
                            .orElseGet(() -> new LeaderCandidate(1, "nobody"));
            return remains(clusterId).remove(store, candidate);
        }
    }

    /**
     * Not above the last attempt: a JobManager that begins meanwhile is, and wins, and one that
     * lives stays. With the same application: what is half removed still shows whose it was.
     */
    private static LeaderCandidate successorOf(ElectedLeader last) {
        return new LeaderCandidate(
                last.candidate().attemptId(),
                "%s, removed by process %d, %s"
                        .formatted(
                                KeptClusters.application(last),
                                ProcessHandle.current().pid(),
                                UUID.randomUUID()));
    }

    private ClusterRemains remains(String clusterId) throws IOException {
        Configuration of = named(clusterId);
        return new ClusterRemains(
                open(HighAvailability.storageDirectory(of, clusterId)),
                open(HighAvailability.resultsDirectory(of, clusterId)));
    }

    private StorageDirectory open(Optional<String> directory) throws IOException {
        return StorageDirectory.open(URI.create(directory.orElseThrow()), hadoop);
    }

    private HighAvailabilityServices services(String clusterId) {
        return HighAvailability.services(named(clusterId), clusterId).orElseThrow();
    }

    private Configuration named(String clusterId) {
        return configuration.withAll(Map.of(HighAvailabilityOptions.CLUSTER_ID.key(), clusterId));
    }
}
