package org.holdfast.runtime.standalone;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.runtime.process.ProcessArguments;

/**
 * How a JobManager of a standalone cluster was started: {@code --configDir DIR [--host HOST]
 * [--webui-port PORT] [-D key=value]...}.
 *
 * @param configuration effective
 * @param host the others reach it at
 */
record StandaloneSession(Configuration configuration, String host) {

    private static final String HOST = "--host";
    private static final String WEB_PORT = "--webui-port";

    /** All JobManagers of a cluster are equal: none takes over from another that lives. */
    private static final long SAME_FOR_ALL = 1;

    /** Whose years fit into an epoch. */
    private static final Instant FIRST_EPOCH = Instant.parse("2020-01-01T00:00:00Z");

    /**
     * Reads the arguments and the configuration they name.
     *
     * @throws InvalidConfigurationException if they cannot be used
     */
    static StandaloneSession of(List<String> arguments) throws UnknownHostException {
        ProcessArguments given = ProcessArguments.parse(arguments, HOST, WEB_PORT);
        Configuration configuration = given.configuration();
        Optional<String> named =
                given.option(HOST).or(() -> configuration.find(ClusterOptions.JOBMANAGER_ADDRESS));
        String host =
                named.isPresent() ? named.get() : InetAddress.getLocalHost().getCanonicalHostName();
        Configuration own = configuration.with(ClusterOptions.JOBMANAGER_ADDRESS, host);
        if (given.option(WEB_PORT).isPresent()) {
            int port = webPort(given.option(WEB_PORT).get());
            own = own.with(RestOptions.PORT, port).with(RestOptions.BIND_PORT, PortRange.of(port));
        }
        if (HighAvailability.isOn(own)) {
            own =
                    own.with(
                            ClusterOptions.JOBMANAGER_PORT,
                            own.get(HighAvailabilityOptions.JOBMANAGER_PORT));
        }
        return new StandaloneSession(own, host);
    }

    private static int webPort(String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        if (port < 0 || port > 65535) {
            throw new InvalidConfigurationException(
                    WEB_PORT + " '" + text + "' (expected: a port, 0 to 65535)");
        }
        return port;
    }

    boolean isHighlyAvailable() {
        return HighAvailability.isOn(configuration);
    }

    /**
     * What the process is to be.
     *
     * @param temporary directory for what need not outlive it, without high availability
     */
    JobManagerSetup setup(Path temporary) {
        int slots = configuration.get(TaskManagerOptions.SLOTS);
        return new JobManagerSetup(
                HighAvailability.clusterId(configuration),
                attempt(),
                SAME_FOR_ALL,
                host,
                configuration,
                temporary.toUri().toString(),
                (mainThread, address) -> new StandaloneResourceProvider(slots),
                Optional.empty(),
                Optional.empty(),
                isHighlyAvailable());
    }

    /**
     * Without high availability nothing remembers epochs, and TaskManagers may outlive a
     * JobManager: the next one needs a higher one than those they have seen.
     */
    private int attempt() {
        return isHighlyAvailable()
                ? 1
                : Math.toIntExact(Instant.now().getEpochSecond() - FIRST_EPOCH.getEpochSecond());
    }
}
