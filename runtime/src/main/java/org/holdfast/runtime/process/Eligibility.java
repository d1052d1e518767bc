package org.holdfast.runtime.process;

import java.io.IOException;
import java.util.Optional;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.store.StorageMark;
import org.holdfast.runtime.config.HighAvailabilityOptions;

/** What must hold for a process to campaign. Asked before every try; blocks. */
@FunctionalInterface
interface Eligibility {

    /**
     * Does nothing if the process may campaign now.
     *
     * @throws ClusterInUseException if it must not, and trying again will not help
     * @throws IOException if that is not known
     */
    void require(CoordinationReader store) throws IOException;

    /** Both. */
    default Eligibility and(Eligibility other) {
        return store -> {
            require(store);
            other.require(store);
        };
    }

    /**
     * A cluster id that two applications use at a time is a mistake, not a failover.
     *
     * @param application whose attempts may take over from each other while they live; the owner of
     *     each begins with it
     * @param store for people: where the cluster id is in use
     */
    static Eligibility ofApplication(String application, String store) {
        return reader -> {
            Optional<String> owner =
                    reader.currentEpoch()
                            .map(last -> last.candidate().owner())
                            .filter(last -> !last.startsWith(application + " "));
            if (owner.isPresent() && reader.leader().isPresent()) {
                throw new ClusterInUseException(
                        "The cluster id of %s is in use by %s. Stop that one, or choose another id with -z or %s."
                                .formatted(store, owner.get(), HighAvailabilityOptions.CLUSTER_ID));
            }
        };
    }

    /**
     * A JobManager that could not read what the leader has stored must not follow it. If nobody
     * leads, it may: what cannot be read then is shown, job by job.
     *
     * @param store for people: where the cluster id is in use
     */
    static Eligibility ofStorage(StorageMark mark, String store) {
        return reader -> {
            Optional<String> difference = mark.difference(reader);
            Optional<PublishedLeader> leader = reader.leader();
            if (difference.isPresent() && leader.isPresent()) {
                throw new ClusterInUseException(
                        "The cluster id of %s is in use by the JobManager at %s, and %s. For one cluster, let %s name a directory that all its hosts see; for another cluster, set another %s."
                                .formatted(
                                        store,
                                        leader.get().restUrl(),
                                        difference.get(),
                                        HighAvailabilityOptions.STORAGE_DIR,
                                        HighAvailabilityOptions.CLUSTER_ID));
            }
        };
    }
}
