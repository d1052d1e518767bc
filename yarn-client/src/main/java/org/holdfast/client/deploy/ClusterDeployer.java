package org.holdfast.client.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;

/** Applications of ours on one YARN cluster. Blocking; every call is bounded. Not thread-safe. */
public interface ClusterDeployer extends AutoCloseable {

    /**
     * Starts an application and waits until its JobManager answers. When this fails nothing is left
     * behind: no application, no staging files.
     *
     * @param configuration effective: file, {@code -D}, dedicated options (queue, memory, slots,
     *     name ... are keys)
     * @param ownJob the one job the cluster is for (per-job), or empty for a session
     * @param progress takes lines for the user, as they come
     * @throws DeploymentException if YARN refuses or cannot be reached
     */
    DeployedCluster deploy(
            Configuration configuration, Optional<OwnJob> ownJob, Consumer<String> progress)
            throws DeploymentException;

    /** How an application stands now. */
    ApplicationStatus status(String applicationId) throws DeploymentException;

    /** Kills an application, the hard way. Does nothing if it has ended. */
    void kill(String applicationId) throws DeploymentException;

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
