package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/**
 * A cluster that runs.
 *
 * @param restUrl the JobManager's own address, not YARN's proxy
 */
public record DeployedCluster(String applicationId, URI restUrl) {

    public DeployedCluster {
        requireNonNull(applicationId, "applicationId");
        requireNonNull(restUrl, "restUrl");
    }
}
