package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;

/** Waits for an application whose JobManager is being started, or restarted. */
final class ApplicationStart {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ClusterDeployer deployer;
    private final Duration patience;
    private final Terminal terminal;

    /**
     * @param patience how long to wait
     */
    ApplicationStart(ClusterDeployer deployer, Duration patience, Terminal terminal) {
        this.deployer = requireNonNull(deployer, "deployer");
        this.patience = requireNonNull(patience, "patience");
        this.terminal = requireNonNull(terminal, "terminal");
    }

    /**
     * Returns when it is not being started any more, or the patience is over. Says that it waits if
     * it does.
     */
    ApplicationStatus await(String applicationId) throws DeploymentException, InterruptedException {
        long beganNanos = System.nanoTime();
        ApplicationStatus status = deployer.status(applicationId);
        if (status.phase() == ApplicationStatus.Phase.STARTING) {
            terminal.err()
                    .println(
                            "Application "
                                    + applicationId
                                    + " is "
                                    + status.state()
                                    + ": its JobManager is being started. Waiting for it for up to "
                                    + patience.toSeconds()
                                    + " s.");
        }
        while (status.phase() == ApplicationStatus.Phase.STARTING
                && System.nanoTime() - beganNanos < patience.toNanos()) {
            Thread.sleep(PAUSE.toMillis());
            status = deployer.status(applicationId);
        }
        return status;
    }
}
