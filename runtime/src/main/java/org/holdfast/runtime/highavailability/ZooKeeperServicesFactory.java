package org.holdfast.runtime.highavailability;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.zookeeper.ZooKeeperSettings;
import org.holdfast.ha.zookeeper.security.ClientSecurity;
import org.holdfast.ha.zookeeper.security.KerberosLogin;
import org.holdfast.ha.zookeeper.security.Tls;
import org.holdfast.runtime.config.ConfigOption;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.SecurityOptions;

/** High availability with ZooKeeper. */
final class ZooKeeperServicesFactory implements HighAvailabilityServicesFactory {

    @Override
    public HighAvailabilityServices create(Configuration configuration, String clusterId) {
        return new ZooKeeperServices(settings(configuration, clusterId));
    }

    /**
     * What is configured.
     *
     * @throws InvalidConfigurationException if a setting is missing or cannot be used
     */
    static ZooKeeperSettings settings(Configuration configuration, String clusterId) {
        try {
            return new ZooKeeperSettings(
                    required(configuration, HighAvailabilityOptions.ZOOKEEPER_QUORUM),
                    configuration.get(HighAvailabilityOptions.ZOOKEEPER_ROOT),
                    clusterId,
                    configuration.get(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT),
                    configuration.get(HighAvailabilityOptions.ZOOKEEPER_CONNECTION_TIMEOUT),
                    configuration.get(HighAvailabilityOptions.ZOOKEEPER_RETRY_WAIT),
                    configuration.get(HighAvailabilityOptions.ZOOKEEPER_MAX_RETRIES),
                    ZooKeeperSettings.Access.parse(
                            configuration.get(HighAvailabilityOptions.ZOOKEEPER_ACL)),
                    security(configuration));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(
                    HighAvailabilityOptions.MODE + ": " + e.getMessage());
        }
    }

    private static ClientSecurity security(Configuration configuration) {
        return new ClientSecurity(
                new ClientSecurity.Sasl(
                        !configuration.get(SecurityOptions.ZOOKEEPER_SASL_DISABLE),
                        configuration.get(SecurityOptions.ZOOKEEPER_SASL_SERVICE_NAME),
                        configuration.get(SecurityOptions.ZOOKEEPER_SASL_LOGIN_CONTEXT_NAME)),
                new KerberosLogin(
                        configuration.find(SecurityOptions.KERBEROS_LOGIN_KEYTAB).map(Path::of),
                        configuration.find(SecurityOptions.KERBEROS_LOGIN_PRINCIPAL),
                        configuration.get(SecurityOptions.KERBEROS_LOGIN_USE_TICKET_CACHE),
                        configuration
                                .find(SecurityOptions.KERBEROS_LOGIN_CONTEXTS)
                                .orElse(List.of())),
                tls(configuration));
    }

    private static Optional<Tls> tls(Configuration configuration) {
        Optional<Tls.Store> keys =
                store(
                        configuration,
                        HighAvailabilityOptions.ZOOKEEPER_SSL_KEYSTORE,
                        HighAvailabilityOptions.ZOOKEEPER_SSL_KEYSTORE_PASSWORD);
        Optional<Tls.Store> trusted =
                store(
                        configuration,
                        HighAvailabilityOptions.ZOOKEEPER_SSL_TRUSTSTORE,
                        HighAvailabilityOptions.ZOOKEEPER_SSL_TRUSTSTORE_PASSWORD);
        if (configuration.get(HighAvailabilityOptions.ZOOKEEPER_SSL_ENABLED)) {
            return Optional.of(
                    new Tls(
                            keys,
                            trusted,
                            configuration.get(
                                    HighAvailabilityOptions.ZOOKEEPER_SSL_VERIFY_HOSTNAME)));
        }
        if (keys.isPresent() || trusted.isPresent()) {
            throw new InvalidConfigurationException(
                    "%s or %s is set, but %s is not true. Set it, or remove them."
                            .formatted(
                                    HighAvailabilityOptions.ZOOKEEPER_SSL_KEYSTORE,
                                    HighAvailabilityOptions.ZOOKEEPER_SSL_TRUSTSTORE,
                                    HighAvailabilityOptions.ZOOKEEPER_SSL_ENABLED));
        }
        return Optional.empty();
    }

    private static Optional<Tls.Store> store(
            Configuration configuration, ConfigOption<String> file, ConfigOption<String> password) {
        return configuration
                .find(file)
                .map(path -> new Tls.Store(Path.of(path), configuration.find(password).orElse("")));
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
