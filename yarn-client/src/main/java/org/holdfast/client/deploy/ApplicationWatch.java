package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.holdfast.client.deploy.DeploymentException.Kind;

/** Waits for a submitted application to run. */
final class ApplicationWatch {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Reports reports;
    private final Duration timeout;
    private final boolean endsWithItsJob;
    private final Consumer<String> progress;

    /** Asks YARN for an application's report. */
    @FunctionalInterface
    interface Reports {
        ApplicationReport of(ApplicationId id) throws DeploymentException;
    }

    /**
     * @param endsWithItsJob whether the application is for one job, and may have ended in order
     */
    ApplicationWatch(
            Reports reports, Duration timeout, boolean endsWithItsJob, Consumer<String> progress) {
        this.reports = requireNonNull(reports, "reports");
        this.timeout = requireNonNull(timeout, "timeout");
        this.endsWithItsJob = endsWithItsJob;
        this.progress = requireNonNull(progress, "progress");
    }

    /**
     * Waits until the application's JobManager serves, or has served and told YARN its job's end.
     *
     * @throws DeploymentException if it ends before, or does not serve within the timeout
     */
    ApplicationStatus awaitRunning(ApplicationId id)
            throws DeploymentException, InterruptedException {
        long begin = System.nanoTime();
        boolean saidLong = false;
        String shown = "";
        while (true) {
            ApplicationReport report = reports.of(id);
            ApplicationStatus status = ApplicationReports.read(report);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            if (status.phase() == ApplicationStatus.Phase.RUNNING
                    || endsWithItsJob && hasEndedInOrder(report)) {
                return status;
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

    /**
     * A JobManager that dies leaves its application to YARN, which then says FAILED or KILLED; only
     * one that unregisters has a final status of its own.
     */
    private static boolean hasEndedInOrder(ApplicationReport report) {
        YarnApplicationState state = report.getYarnApplicationState();
        boolean unregistered =
                state == YarnApplicationState.FINISHED || state == YarnApplicationState.RUNNING;
        return unregistered
                && report.getFinalApplicationStatus() != FinalApplicationStatus.UNDEFINED;
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
