package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.security.AccessControlException;
import org.holdfast.client.deploy.DeploymentException.Kind;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.highavailability.HighAvailability;

/**
 * Tries out what high availability rests on before an application is submitted: that files can be
 * written, that the store of pointers answers, and that no other application uses the cluster id.
 * An ApplicationMaster that found out would wait, or spend its attempts, and say so in its log.
 */
final class HighAvailabilityProbe {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** What YARN knows of an application. */
    @FunctionalInterface
    interface Applications {

        /** Whether it is over for certain. */
        boolean isOver(String applicationId) throws DeploymentException;
    }

    private final Configuration configuration;
    private final org.apache.hadoop.conf.Configuration hadoop;
    private final Applications applications;
    private final Consumer<String> progress;

    HighAvailabilityProbe(
            Configuration configuration,
            org.apache.hadoop.conf.Configuration hadoop,
            Applications applications,
            Consumer<String> progress) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.hadoop = requireNonNull(hadoop, "hadoop");
        this.applications = requireNonNull(applications, "applications");
        this.progress = requireNonNull(progress, "progress");
    }

    /**
     * Does nothing without high availability; leaves nothing behind. Blocks, for a bounded time.
     */
    void require() throws DeploymentException, InterruptedException {
        if (!HighAvailability.isOn(configuration)) {
            return;
        }
        requireWritable(configuration.get(HighAvailabilityOptions.STORAGE_DIR));
        Optional<String> named =
                configuration
                        .find(HighAvailabilityOptions.CLUSTER_ID)
                        .map(id -> HighAvailability.clusterId(configuration, id));
        try (CoordinationReader reader =
                HighAvailability.services(configuration, named.orElse("unused"))
                        .orElseThrow()
                        .openReader()) {
            if (named.isPresent()) {
                requireUnused(named.get(), reader);
                requireRemembered(named.get(), reader);
            }
        } catch (IOException e) {
            throw new DeploymentException(Kind.UNREACHABLE, firstLine(e), e);
        }
    }

    private void requireWritable(String directory) throws DeploymentException {
        String probe = "probe-" + UUID.randomUUID();
        try {
            StorageDirectory storage = StorageDirectory.open(URI.create(directory), hadoop);
            try {
                storage.write(probe, new byte[1]);
            } finally {
                storage.delete(probe);
            }
        } catch (IOException e) {
            boolean refused = e instanceof AccessControlException;
            throw new DeploymentException(
                    refused ? Kind.INVALID : Kind.UNREACHABLE,
                    HighAvailabilityOptions.STORAGE_DIR
                            + ": '"
                            + directory
                            + "' cannot be written to ("
                            + firstLine(e)
                            + "). "
                            + (refused
                                    ? "Get the permission, or set it to another directory."
                                    : "Check that its file system serves, is out of safe mode, and"
                                            + " has space."),
                    e);
        }
    }

    /** An application that is over is still published until its session has ended. */
    private void requireUnused(String clusterId, CoordinationReader reader)
            throws IOException, DeploymentException, InterruptedException {
        Duration session = configuration.get(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT);
        long deadline = System.nanoTime() + session.multipliedBy(2).toNanos();
        boolean said = false;
        while (reader.leader().isPresent()) {
            String owner =
                    reader.currentEpoch()
                            .map(ElectedLeader::candidate)
                            .map(candidate -> candidate.owner().split("[ ,]", 2)[0])
                            .orElse("somebody");
            boolean over = owner.startsWith("application_") && applications.isOver(owner);
            if (!over || System.nanoTime() > deadline) {
                throw new DeploymentException(
                        Kind.INVALID,
                        "Cluster id '"
                                + clusterId
                                + "' is in use by "
                                + owner
                                + ". Stop that one, or choose another id with -z or "
                                + HighAvailabilityOptions.CLUSTER_ID
                                + ".");
            }
            if (!said) {
                said = true;
                progress.accept(
                        "Waiting for the session of "
                                + owner
                                + " to end, which is over and used cluster id '"
                                + clusterId
                                + "'");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** Files of jobs, and nobody who ever led: those are not the pointers that belong to them. */
    private void requireRemembered(String clusterId, CoordinationReader reader)
            throws IOException, DeploymentException {
        URI directory =
                URI.create(
                        HighAvailability.storageDirectory(configuration, clusterId).orElseThrow());
        boolean files = !StorageDirectory.open(directory, hadoop).files("jobs").isEmpty();
        if (files && reader.currentEpoch().isEmpty()) {
            throw new DeploymentException(
                    Kind.INVALID,
                    directory
                            + "/jobs has files of cluster '"
                            + clusterId
                            + "', of which the coordination store ("
                            + HighAvailability.services(configuration, clusterId)
                                    .orElseThrow()
                                    .describe()
                            + ") knows nothing. Check "
                            + HighAvailabilityOptions.ZOOKEEPER_QUORUM
                            + ", "
                            + HighAvailabilityOptions.ZOOKEEPER_ROOT
                            + " and the cluster id; if ZooKeeper's data was lost, restore it; to"
                            + " give these jobs up, move that directory away.");
        }
    }

    /** What a NameNode answers carries its stack trace in the message. */
    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    }
}
