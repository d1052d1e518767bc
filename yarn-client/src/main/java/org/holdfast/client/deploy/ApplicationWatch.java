package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.holdfast.client.deploy.DeploymentException.Kind;

/** Waits for a submitted application to run. */
final class ApplicationWatch {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ResourceManagerClient resourceManager;
    private final Duration timeout;
    private final Consumer<String> progress;

    ApplicationWatch(
            ResourceManagerClient resourceManager, Duration timeout, Consumer<String> progress) {
        this.resourceManager = requireNonNull(resourceManager, "resourceManager");
        this.timeout = requireNonNull(timeout, "timeout");
        this.progress = requireNonNull(progress, "progress");
    }

    /**
     * Waits until the application's JobManager serves.
     *
     * @throws DeploymentException if it ends before, or does not serve within the timeout
     */
    DeployedCluster awaitRunning(ApplicationId id)
            throws DeploymentException, InterruptedException {
        long begin = System.nanoTime();
        boolean saidLong = false;
        String shown = "";
        while (true) {
            ApplicationStatus status = ApplicationReports.read(resourceManager.report(id));
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            if (status.phase() == ApplicationStatus.Phase.RUNNING) {
                return new DeployedCluster(id.toString(), status.restUrl().orElseThrow());
            }
            refuseEnded(status);
            if (elapsed.compareTo(timeout) > 0) {
                throw new DeploymentException(
                        Kind.FAILED,
                        "Application "
                                + id
                                + " does not run after "
                                + timeout.toSeconds()
                                + " s, it is "
                                + status.state()
                                + ". Its queue may be full: "
                                + status.diagnostics());
            }
            if (!status.state().equals(shown)) {
                shown = status.state();
                progress.accept("Deploying cluster, current state " + shown);
            }
            if (!saidLong && elapsed.compareTo(LONG) > 0) {
                saidLong = true;
                progress.accept(
                        "Deployment took more than 60 seconds. Please check if the requested"
                                + " resources are available in the YARN cluster");
            }
            // a queue that is full does not empty in milliseconds
            Thread.sleep((elapsed.compareTo(LONG) > 0 ? PAUSE.multipliedBy(10) : PAUSE).toMillis());
        }
    }

    private static void refuseEnded(ApplicationStatus status) throws DeploymentException {
        if (status.phase().isTerminal()) {
            throw new DeploymentException(
                    Kind.FAILED,
                    "Application "
                            + status.applicationId()
                            + " ended before it served ("
                            + status.phase()
                            + "): "
                            + (status.diagnostics().isEmpty()
                                    ? "no reason given"
                                    : status.diagnostics())
                            + "\nIts logs: yarn logs -applicationId "
                            + status.applicationId());
        }
    }
}
