package org.holdfast.runtime.highavailability;

import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;

/**
 * Makes a cluster's {@link HighAvailabilityServices}. {@code high-availability} takes the fully
 * qualified name of an implementation, which needs a public constructor without parameters and to
 * be on the class path of every process, clients included.
 */
public interface HighAvailabilityServicesFactory {

    /**
     * Makes the services; opens nothing yet.
     *
     * @param clusterId names the cluster among those that share the store
     * @throws InvalidConfigurationException if a setting is missing or cannot be used
     */
    HighAvailabilityServices create(Configuration configuration, String clusterId);
}
