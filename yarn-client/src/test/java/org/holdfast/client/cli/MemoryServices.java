package org.holdfast.client.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.holdfast.runtime.highavailability.HighAvailabilityServicesFactory;

/** A store for all clusters of a test, for {@code high-availability} to name. */
public final class MemoryServices implements HighAvailabilityServicesFactory {

    private static final Map<String, InMemoryCoordinationStore> STORES = new TreeMap<>();

    /** Forgets all clusters. */
    public static void clear() {
        STORES.clear();
    }

    /** A session of a cluster, which is there from then on. */
    public static InMemoryCoordinationStore store(String clusterId) {
        return STORES.computeIfAbsent(clusterId, id -> new InMemoryCoordinationStore()).connect();
    }

    @Override
    public HighAvailabilityServices create(Configuration configuration, String clusterId) {
        return new HighAvailabilityServices() {

            private InMemoryCoordinationStore connect() {
                InMemoryCoordinationStore known = STORES.get(clusterId);
                return known == null ? new InMemoryCoordinationStore() : known.connect();
            }

            @Override
            public CoordinationStore openStore(Runnable onSessionEnded) {
                return connect();
            }

            @Override
            public CoordinationReader openReader() {
                return connect();
            }

            @Override
            public List<String> clusters() {
                return List.copyOf(STORES.keySet());
            }

            @Override
            public String describe() {
                return "memory";
            }
        };
    }
}
