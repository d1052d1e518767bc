package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;

/** Which applications are over, by YARN's word. */
final class ApplicationEnds {

    /** YARN's own: an application that has only unregistered still has a process. */
    private static final Set<String> OVER = Set.of("FINISHED", "FAILED", "KILLED");

    private final ClusterDeployer yarn;
    private final boolean forgottenIsOver;

    /**
     * @param forgottenIsOver whether one that YARN does not know is over, too
     */
    ApplicationEnds(ClusterDeployer yarn, boolean forgottenIsOver) {
        this.yarn = requireNonNull(yarn, "yarn");
        this.forgottenIsOver = forgottenIsOver;
    }

    /**
     * How an application stands.
     *
     * @param over whether it is over for certain
     * @param state for people
     */
    record Standing(boolean over, String state) {}

    /**
     * Asks YARN.
     *
     * @throws DeploymentException if it does not answer: then nothing is known of any application
     */
    Standing of(String applicationId) throws DeploymentException {
        try {
            ApplicationStatus status = yarn.status(applicationId);
            return new Standing(OVER.contains(status.state()), "is " + status.state());
        } catch (DeploymentException e) {
            if (e.kind() == DeploymentException.Kind.NOT_FOUND) {
                return new Standing(forgottenIsOver, "is not known to YARN");
            }
            throw e;
        }
    }
}
