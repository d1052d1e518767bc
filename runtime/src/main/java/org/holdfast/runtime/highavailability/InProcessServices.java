package org.holdfast.runtime.highavailability;

import java.time.Clock;
import java.util.List;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.InMemoryCoordinationStore;

/** Without high availability: the store is in the JobManager's process, and goes with it. */
public final class InProcessServices implements HighAvailabilityServices {

    private final InMemoryCoordinationStore store;

    /**
     * @param firstEpoch a later process of the same cluster takes a higher one
     */
    public InProcessServices(long firstEpoch) {
        store = new InMemoryCoordinationStore(Clock.systemUTC(), firstEpoch);
    }

    @Override
    public CoordinationStore openStore(Runnable onSessionEnded) {
        return store.connect();
    }

    @Override
    public CoordinationReader openReader() {
        return store.connect();
    }

    /** {@inheritDoc} It is this process's only, and nobody's after it. */
    @Override
    public List<String> clusters() {
        return List.of();
    }

    @Override
    public String describe() {
        return "this process";
    }
}
