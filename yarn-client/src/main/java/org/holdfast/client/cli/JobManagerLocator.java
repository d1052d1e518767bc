package org.holdfast.client.cli;

import java.net.URI;
import java.util.Optional;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.DeploymentException;

/** Whom to ask where a cluster's JobManager is. Calls block, for a bounded time. */
interface JobManagerLocator extends AutoCloseable {

    /** The application as YARN reports it; empty if it is none of YARN's, or YARN is away. */
    Optional<ApplicationStatus> application() throws DeploymentException;

    /**
     * Where the leader has published that it serves; empty without high availability, while there
     * is no leader, and if that cannot be found out. An old leader may be named for a while.
     *
     * @param clusterId the cluster's own id, which is what it is called unless it was given another
     */
    Optional<URI> published(String clusterId);

    @Override
    void close();
}
