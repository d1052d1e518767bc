package org.holdfast.runtime.leader;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.holdfast.runtime.process.JobManagerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leaders of a cluster with high availability, each where it says in the coordination store.
 */
public final class PublishedLeaders implements LeaderDirectory {

    private static final Logger log = LoggerFactory.getLogger(PublishedLeaders.class);

    private final HighAvailabilityServices services;

    public PublishedLeaders(HighAvailabilityServices services) {
        this.services = requireNonNull(services, "services");
    }

    @Override
    public Watch watch(Consumer<Optional<LeaderLocation>> listener) throws IOException {
        CoordinationReader store = services.openReader();
        try {
            store.watchLeader(leader -> listener.accept(leader.flatMap(PublishedLeaders::locate)));
            return store::close;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** An address that cannot be read is none; the next leader publishes another. */
    private static Optional<LeaderLocation> locate(PublishedLeader leader) {
        try {
            return Optional.of(
                    new LeaderLocation.Published(
                            JobManagerAddress.parse(leader.rpcAddress()), leader.epoch()));
        } catch (IllegalArgumentException e) {
            log.error("The leader of {} cannot be followed: {}", leader.epoch(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public boolean leadersFollow() {
        return true;
    }
}
