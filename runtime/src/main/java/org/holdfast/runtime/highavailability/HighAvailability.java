package org.holdfast.runtime.highavailability;

import java.util.Optional;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.JobResultStoreOptions;

/** High availability as configured. */
public final class HighAvailability {

    private static final String NONE = "NONE";
    private static final String ZOOKEEPER = "ZOOKEEPER";

    /** Flink's. */
    private static final String DEFAULT_CLUSTER_ID = "default";

    private HighAvailability() {}

    /** Whether jobs outlive their JobManager. */
    public static boolean isOn(Configuration configuration) {
        return !configuration.get(HighAvailabilityOptions.MODE).equalsIgnoreCase(NONE);
    }

    /**
     * The services of a cluster; empty without high availability.
     *
     * @param ownId the cluster's id if none is configured
     * @throws InvalidConfigurationException if a setting is missing or cannot be used
     */
    public static Optional<HighAvailabilityServices> services(
            Configuration configuration, String ownId) {
        return isOn(configuration)
                ? Optional.of(
                        factory(configuration)
                                .create(configuration, clusterId(configuration, ownId)))
                : Optional.empty();
    }

    /**
     * The directory in which a cluster's metadata is kept; empty without high availability.
     *
     * @param ownId the cluster's id if none is configured
     * @throws InvalidConfigurationException if no directory is configured
     */
    public static Optional<String> storageDirectory(Configuration configuration, String ownId) {
        if (!isOn(configuration)) {
            return Optional.empty();
        }
        String all =
                configuration
                        .find(HighAvailabilityOptions.STORAGE_DIR)
                        .orElseThrow(
                                () ->
                                        new InvalidConfigurationException(
                                                HighAvailabilityOptions.STORAGE_DIR
                                                        + " is not set (expected: a directory that"
                                                        + " all processes see, such as"
                                                        + " hdfs:///flink/recovery, because "
                                                        + HighAvailabilityOptions.MODE
                                                        + " is on)"));
        return Optional.of(inFolder(all, clusterId(configuration, ownId)));
    }

    /**
     * The directory in which results of a cluster's jobs are kept; empty without high availability.
     * It is the cluster's own, also where one is configured for several: what belongs to none of a
     * cluster's jobs is removed from it.
     *
     * @param ownId the cluster's id if none is configured
     * @throws InvalidConfigurationException if no directory is configured
     */
    public static Optional<String> resultsDirectory(Configuration configuration, String ownId) {
        return storageDirectory(configuration, ownId)
                .map(
                        own ->
                                configuration
                                        .find(JobResultStoreOptions.STORAGE_PATH)
                                        .map(all -> inFolder(all, clusterId(configuration, ownId)))
                                        .orElse(own + "/results"));
    }

    private static String inFolder(String directory, String clusterId) {
        return directory.replaceAll("/+$", "") + "/" + clusterId;
    }

    /**
     * What the cluster is called where it shares a store with others.
     *
     * @param ownId its id if none is configured
     */
    public static String clusterId(Configuration configuration, String ownId) {
        return configuration
                .find(HighAvailabilityOptions.CLUSTER_ID)
                .map(id -> id.startsWith("/") ? id.substring(1) : id)
                .orElse(ownId);
    }

    /** What a cluster is called whose id nobody else gives, as YARN does. */
    public static String clusterId(Configuration configuration) {
        return clusterId(configuration, DEFAULT_CLUSTER_ID);
    }

    private static HighAvailabilityServicesFactory factory(Configuration configuration) {
        String mode = configuration.get(HighAvailabilityOptions.MODE);
        return mode.equalsIgnoreCase(ZOOKEEPER) ? new ZooKeeperServicesFactory() : load(mode);
    }

    private static HighAvailabilityServicesFactory load(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(HighAvailabilityServicesFactory.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw invalid(name, "there is no such class; put its jar into lib", e);
        } catch (ClassCastException e) {
            throw invalid(
                    name,
                    "it does not implement " + HighAvailabilityServicesFactory.class.getName(),
                    e);
        } catch (ReflectiveOperationException e) {
            throw invalid(name, "it has no public constructor that works: " + e, e);
        }
    }

    private static InvalidConfigurationException invalid(String name, String why, Exception e) {
        InvalidConfigurationException invalid =
                new InvalidConfigurationException(
                        HighAvailabilityOptions.MODE + ": '" + name + "': " + why);
        invalid.initCause(e);
        return invalid;
    }
}
