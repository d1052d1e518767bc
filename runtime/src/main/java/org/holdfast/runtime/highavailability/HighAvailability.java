package org.holdfast.runtime.highavailability;

import java.util.Optional;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.InvalidConfigurationException;

/** High availability as configured. */
public final class HighAvailability {

    private static final String NONE = "NONE";
    private static final String ZOOKEEPER = "ZOOKEEPER";

    private HighAvailability() {}

    /** Whether jobs outlive their JobManager. */
    public static boolean isOn(Configuration configuration) {
        return !configuration.get(HighAvailabilityOptions.MODE).equalsIgnoreCase(NONE);
    }

    /**
     * The services of a cluster; empty without high availability.
     *
     * @param clusterId names the cluster among those that share the store
     * @throws InvalidConfigurationException if a setting is missing or cannot be used
     */
    public static Optional<HighAvailabilityServices> services(
            Configuration configuration, String clusterId) {
        return isOn(configuration)
                ? Optional.of(factory(configuration).create(configuration, clusterId))
                : Optional.empty();
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
