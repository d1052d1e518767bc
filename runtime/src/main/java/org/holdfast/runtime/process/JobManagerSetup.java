package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.slots.ResourceProvider;

/**
 * What differs between the places a JobManager runs.
 *
 * @param clusterId on YARN the application id; every message between processes carries it
 * @param attempt of the application, at least 1
 * @param attemptOrder grows with every attempt of every application, so that a later one takes the
 *     leadership over from an earlier one; from attempt to attempt of one application by 1
 * @param host this process is reached at by the others
 * @param configuration effective: file, then {@code -D}
 * @param storageDirectory URI of a directory all processes see; without high availability jars and
 *     checkpoints are kept below it
 * @param resources creates the ResourceProvider when the JobManager's address is known
 * @param ownJob the one job this cluster is for: it starts with it and ends with it; empty for a
 *     session
 * @param attempts how often it is started again; empty where nobody counts
 * @param standsBy whether others like it may run beside it, on other hosts, and wait for their turn
 */
public record JobManagerSetup(
        String clusterId,
        int attempt,
        long attemptOrder,
        String host,
        Configuration configuration,
        String storageDirectory,
        ResourceProviderFactory resources,
        Optional<JobGraph> ownJob,
        Optional<AttemptLimits> attempts,
        boolean standsBy) {

    public JobManagerSetup {
        requireNonNull(clusterId, "clusterId");
        requireNonNull(host, "host");
        requireNonNull(configuration, "configuration");
        requireNonNull(storageDirectory, "storageDirectory");
        requireNonNull(resources, "resources");
        requireNonNull(ownJob, "ownJob");
        requireNonNull(attempts, "attempts");
    }

    /** One that nobody counts the attempts of, and that is the only one. */
    public JobManagerSetup(
            String clusterId,
            int attempt,
            long attemptOrder,
            String host,
            Configuration configuration,
            String storageDirectory,
            ResourceProviderFactory resources,
            Optional<JobGraph> ownJob) {
        this(
                clusterId,
                attempt,
                attemptOrder,
                host,
                configuration,
                storageDirectory,
                resources,
                ownJob,
                Optional.empty(),
                false);
    }

    /** Creates a ResourceProvider. */
    @FunctionalInterface
    public interface ResourceProviderFactory {

        /**
         * Creates it; the SlotManager starts it.
         *
         * @param mainThread the JobManager's
         * @param address what to tell TaskManagers to register at
         */
        ResourceProvider create(MainThread mainThread, JobManagerAddress address);
    }
}
