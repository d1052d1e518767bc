package org.holdfast.client.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;

/** Applications of ours on one YARN cluster. Blocking; every call is bounded. Not thread-safe. */
public interface ClusterDeployer extends AutoCloseable {

    /**
     * Starts a session and waits until its JobManager answers. When this fails nothing is left
     * behind: no application, no staging files.
     *
     * @param configuration effective: file, {@code -D}, dedicated options (queue, memory, slots,
     *     name ... are keys)
     * @param progress takes lines for the user, as they come
     * @throws DeploymentException if YARN refuses or cannot be reached
     */
    DeployedCluster deploySession(Configuration configuration, Consumer<String> progress)
            throws DeploymentException;

    /**
     * Starts an application for one job, in the same way. A short job may be over before the
     * application was seen running.
     *
     * @return the application: running, or ended in order with its job
     */
    ApplicationStatus deployJob(Configuration configuration, OwnJob job, Consumer<String> progress)
            throws DeploymentException;

    /** How an application stands now. */
    ApplicationStatus status(String applicationId) throws DeploymentException;

    /** Kills an application, the hard way. Does nothing if it has ended. */
    void kill(String applicationId) throws DeploymentException;

    /** The latest attempt of an application. */
    AttemptStatus latestAttempt(String applicationId) throws DeploymentException;

    /**
     * How many attempts of an application have ended of late.
     *
     * @param window how long ago at most; negative for any time
     */
    int endedAttempts(String applicationId, Duration window) throws DeploymentException;

    /**
     * Has YARN fail an attempt: its process is killed, and the next attempt is started if there may
     * be one.
     */
    void failAttempt(AttemptStatus attempt) throws DeploymentException;

    /** The applications that have files below the staging directory, ended or not. */
    List<String> stagedApplications() throws DeploymentException;

    /** Deletes an application's files below the staging directory. */
    void deleteStaged(String applicationId) throws DeploymentException;

    /**
     * NodeManagers, their memory and vcores, totals and queues, as lines for {@code yarn-session.sh
     * -q}.
     */
    List<String> describeResources() throws DeploymentException;

    @Override
    void close();

    /** A job that gets a cluster of its own, and its jar. */
    record OwnJob(JobGraph graph, Path jar) {}
}
