package org.holdfast.runtime.highavailability;

import org.holdfast.ha.zookeeper.ZooKeeperSettings;
import org.holdfast.runtime.config.ConfigOption;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.InvalidConfigurationException;

/** High availability with ZooKeeper. */
final class ZooKeeperServicesFactory implements HighAvailabilityServicesFactory {

    @Override
    public HighAvailabilityServices create(Configuration configuration, String clusterId) {
        try {
            return new ZooKeeperServices(
                    new ZooKeeperSettings(
                            required(configuration, HighAvailabilityOptions.ZOOKEEPER_QUORUM),
                            configuration.get(HighAvailabilityOptions.ZOOKEEPER_ROOT),
                            clusterId,
                            configuration.get(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT),
                            configuration.get(HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT),
                            configuration.get(HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT),
                            configuration.get(HighAvailabilityOptions.ZOOKEEPER_MAX_RETRIES),
                            ZooKeeperSettings.Access.parse(
                                    configuration.get(HighAvailabilityOptions.ZOOKEEPER_ACL))));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(
                    HighAvailabilityOptions.MODE + ": " + e.getMessage());
        }
    }

    private static String required(Configuration configuration, ConfigOption<String> option) {
        return configuration
                .find(option)
                .orElseThrow(
                        () ->
                                new InvalidConfigurationException(
                                        option
                                                + " is not set (expected: host:port,host:port, the"
                                                + " ZooKeeper servers, because "
                                                + HighAvailabilityOptions.MODE
                                                + " is zookeeper)"));
    }
}
