package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptReport;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.YarnApplicationAttemptState;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.YarnOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applications on the YARN that {@code HADOOP_CONF_DIR} names. */
public final class YarnClusterDeployer implements ClusterDeployer {

    private static final Logger LOG = LoggerFactory.getLogger(YarnClusterDeployer.class);

    private final Configuration configuration;
    private final HadoopEnvironment environment;
    private final ResourceManagerClient resourceManager;

    /**
     * Reads Hadoop's configuration; nobody is asked yet.
     *
     * @param configuration says how long to wait for YARN, and where an application's files are
     * @throws DeploymentException if there is no configuration of Hadoop
     */
    public YarnClusterDeployer(Configuration configuration) throws DeploymentException {
        this.configuration = requireNonNull(configuration, "configuration");
        this.environment =
                HadoopEnvironment.find(
                        System.getenv(), configuration.get(YarnOptions.CONNECT_TIMEOUT));
        this.resourceManager = new ResourceManagerClient(environment);
    }

    @Override
    public DeployedCluster deploySession(Configuration effective, Consumer<String> progress)
            throws DeploymentException {
        ApplicationStatus session = deploy(effective, Optional.empty(), progress);
        return new DeployedCluster(session.applicationId(), session.restUrl().orElseThrow());
    }

    @Override
    public ApplicationStatus deployJob(
            Configuration effective, OwnJob job, Consumer<String> progress)
            throws DeploymentException {
        return deploy(effective, Optional.of(job), progress);
    }

    private ApplicationStatus deploy(
            Configuration effective, Optional<OwnJob> ownJob, Consumer<String> progress)
            throws DeploymentException {
        FileDigests digests =
                new FileDigests(
                        Path.of(System.getProperty("user.home"), ".cache", "holdfast", "digests"));
        return new Deployment(environment, resourceManager, digests, effective, ownJob, progress)
                .run();
    }

    @Override
    public ApplicationStatus status(String applicationId) throws DeploymentException {
        return ApplicationReports.read(
                resourceManager.report(ApplicationReports.parseId(applicationId)));
    }

    /** {@inheritDoc} An application that is killed has no time to delete its files: done here. */
    @Override
    public void kill(String applicationId) throws DeploymentException {
        ApplicationId id = ApplicationReports.parseId(applicationId);
        resourceManager.kill(id);
        try {
            StagingDirectory.open(environment, configuration).delete(id.toString());
        } catch (IOException e) {
            LOG.warn("The files of {} could not be deleted", id, e);
        }
    }

    @Override
    public AttemptStatus latestAttempt(String applicationId) throws DeploymentException {
        ApplicationAttemptId latest =
                resourceManager
                        .report(ApplicationReports.parseId(applicationId))
                        .getCurrentApplicationAttemptId();
        YarnApplicationAttemptState state =
                resourceManager.attempt(latest).getYarnApplicationAttemptState();
        return new AttemptStatus(
                applicationId, latest.getAttemptId(), state == YarnApplicationAttemptState.RUNNING);
    }

    /** {@inheritDoc} All ends count, whatever the reason: YARN's answer does not tell it. */
    @Override
    public int endedAttempts(String applicationId, Duration window) throws DeploymentException {
        long since = window.isNegative() ? 0 : System.currentTimeMillis() - window.toMillis();
        return (int)
                resourceManager.attempts(ApplicationReports.parseId(applicationId)).stream()
                        .mapToLong(ApplicationAttemptReport::getFinishTime)
                        .filter(ended -> ended > since)
                        .count();
    }

    @Override
    public void failAttempt(AttemptStatus attempt) throws DeploymentException {
        resourceManager.fail(
                ApplicationAttemptId.newInstance(
                        ApplicationReports.parseId(attempt.applicationId()), attempt.number()));
    }

    @Override
    public List<String> stagedApplications() throws DeploymentException {
        try {
            return StagingDirectory.open(environment, configuration).applications();
        } catch (IOException e) {
            throw unreachable("listed", e);
        }
    }

    @Override
    public void deleteStaged(String applicationId) throws DeploymentException {
        try {
            StagingDirectory.open(environment, configuration).delete(applicationId);
        } catch (IOException e) {
            throw unreachable("deleted", e);
        }
    }

    private static DeploymentException unreachable(String what, IOException cause) {
        return new DeploymentException(
                DeploymentException.Kind.UNREACHABLE,
                "The staging directory's files could not be "
                        + what
                        + ": "
                        + cause.getMessage()
                        + ". Check that the cluster's file system serves, and"
                        + " yarn.staging-directory.",
                cause);
    }

    @Override
    public List<String> describeResources() throws DeploymentException {
        return ClusterResources.describe(resourceManager.runningNodes(), resourceManager.queues());
    }

    @Override
    public void close() {
        resourceManager.close();
    }
}
