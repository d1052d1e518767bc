package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;

/**
 * The cluster that the configuration names: its leader as it has published with high availability,
 * the JobManager at the configured address without.
 */
final class StandaloneCluster {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Configuration configuration;
    private final Terminal terminal;

    StandaloneCluster(Configuration configuration, Terminal terminal) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.terminal = requireNonNull(terminal, "terminal");
    }

    /**
     * Connects to it.
     *
     * @param named whether the user asked for it; if not, it is what is left without a session
     * @param sessionFile that there is none on YARN, for people
     * @throws CliException if there is no such cluster, or nobody leads it for too long
     */
    ClusterAccess.Connection connect(boolean named, Path sessionFile)
            throws CliException, InterruptedException {
        String noSession =
                named
                        ? ""
                        : " There is no session on YARN either: "
                                + sessionFile
                                + " does not exist. Start one with bin/yarn-session.sh, or name it"
                                + " with -yid.";
        String id = HighAvailability.clusterId(configuration);
        Optional<HighAvailabilityServices> services = HighAvailability.services(configuration, id);
        URI url =
                services.isPresent()
                        ? leader(services.get(), id, noSession)
                        : answering(configuredAddress(noSession), noSession);
        return new ClusterAccess.Connection(url, Optional.empty(), configuration);
    }

    private URI configuredAddress(String noSession) throws CliException {
        Optional<String> host =
                configuration
                        .find(RestOptions.ADDRESS)
                        .or(() -> configuration.find(ClusterOptions.JOBMANAGER_ADDRESS));
        if (host.isEmpty()) {
            throw new CliException(
                    ExitCode.CLUSTER,
                    "There is no cluster: "
                            + ClusterOptions.JOBMANAGER_ADDRESS
                            + " is not set."
                            + noSession);
        }
        return URI.create("http://" + host.get() + ":" + configuration.get(RestOptions.PORT));
    }

    /** The same, if somebody answers there. */
    private URI answering(URI url, String noSession) throws CliException {
        try {
            new RestClient(url, configuration.withAll(FollowedJobManager.PROBING)).overview();
            return url;
        } catch (RestException e) {
            throw new CliException(
                    ExitCode.CLUSTER,
                    "There is no cluster: "
                            + e.getMessage()
                            + " Start one with bin/start-cluster.sh, or correct "
                            + ClusterOptions.JOBMANAGER_ADDRESS
                            + " and "
                            + RestOptions.PORT
                            + "."
                            + noSession,
                    e);
        }
    }

    private URI leader(HighAvailabilityServices services, String id, String noSession)
            throws CliException, InterruptedException {
        Duration patience = configuration.get(RestOptions.AWAIT_LEADER_TIMEOUT);
        long beganNanos = System.nanoTime();
        boolean said = false;
        try (CoordinationReader store = services.openReader()) {
            while (true) {
                Optional<PublishedLeader> leader = store.leader();
                if (leader.isPresent()) {
                    return URI.create(leader.get().restUrl());
                }
                if (store.currentEpoch().isEmpty()) {
                    throw new CliException(
                            ExitCode.CLUSTER,
                            "There is no cluster: no JobManager has ever led at "
                                    + services.describe()
                                    + ". Start one with bin/start-cluster.sh, or correct "
                                    + HighAvailabilityOptions.CLUSTER_ID
                                    + "."
                                    + noSession);
                }
                if (System.nanoTime() - beganNanos > patience.toNanos()) {
                    throw new CliException(
                            ExitCode.CLUSTER,
                            "No JobManager has led %s for %d s (%s)."
                                    .formatted(
                                            id,
                                            patience.toSeconds(),
                                            RestOptions.AWAIT_LEADER_TIMEOUT));
                }
                if (!said) {
                    said = true;
                    terminal.out()
                            .printf(
                                    "No JobManager leads at %s now. Waiting for one for up to %d s.%n",
                                    services.describe(), patience.toSeconds());
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.CLUSTER, e.getMessage() + noSession, e);
        }
    }
}
