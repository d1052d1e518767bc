package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks YARN, and what high availability rests on if it is on. Both are connected to with the first
 * question and kept. Not thread-safe.
 */
final class ClusterLocator implements JobManagerLocator {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLocator.class);

    private final ClusterAccess access;
    private final Optional<String> applicationId;
    private final Configuration configuration;
    private Optional<ClusterDeployer> yarn = Optional.empty();
    private Optional<CoordinationReader> leaders = Optional.empty();

    /**
     * @param applicationId empty if YARN is not to be asked
     */
    ClusterLocator(
            ClusterAccess access, Optional<String> applicationId, Configuration configuration) {
        this.access = requireNonNull(access, "access");
        this.applicationId = requireNonNull(applicationId, "applicationId");
        this.configuration = requireNonNull(configuration, "configuration");
    }

    @Override
    public Optional<ApplicationStatus> application() throws DeploymentException {
        if (applicationId.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (yarn.isEmpty()) {
                yarn = Optional.of(access.deployer(configuration));
            }
            return Optional.of(yarn.get().status(applicationId.get()));
        } catch (DeploymentException e) {
            if (e.kind() == DeploymentException.Kind.UNREACHABLE) {
                LOG.info("YARN is away too: {}", e.getMessage());
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Optional<URI> published(String clusterId) {
        try {
            if (leaders.isEmpty()) {
                leaders = openReader(clusterId);
            }
            return leaders.isPresent()
                    ? leaders.get().leader().map(leader -> URI.create(leader.restUrl()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException | InvalidConfigurationException e) {
            LOG.info("The leader of {} cannot be found out: {}", clusterId, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<CoordinationReader> openReader(String clusterId) throws IOException {
        Optional<HighAvailabilityServices> services =
                HighAvailability.services(configuration, clusterId);
        return services.isPresent() ? Optional.of(services.get().openReader()) : Optional.empty();
    }

    @Override
    public void close() {
        yarn.ifPresent(ClusterDeployer::close);
        leaders.ifPresent(CoordinationReader::close);
    }
}
