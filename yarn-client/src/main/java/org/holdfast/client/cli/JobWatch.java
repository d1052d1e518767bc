package org.holdfast.client.cli;

import java.time.Duration;
import java.util.Optional;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestException;

/** Waits for a job's end and says how it went. */
final class JobWatch {

    private static final Duration FIRST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

    /** How long a JobManager may not answer before the wait is given up. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ClusterAccess.Connection cluster;
    private final JobId job;
    private final Terminal terminal;
    private final ApplicationQuestion application;

    /** Asks YARN how the application stands; empty where there is none, or no answer. */
    @FunctionalInterface
    interface ApplicationQuestion {
        Optional<ApplicationStatus> ask() throws DeploymentException;
    }

    JobWatch(
            ClusterAccess.Connection cluster,
            JobId job,
            Terminal terminal,
            ApplicationQuestion application) {
        this.cluster = cluster;
        this.job = job;
        this.terminal = terminal;
        this.application = application;
    }

    /** Returns when the job has ended. */
    ExitCode await() throws CliException, DeploymentException, InterruptedException {
        JobProgress progress = new JobProgress(terminal.out(), terminal.interactive());
        long answeredNanos = System.nanoTime();
        Duration interval = FIRST_INTERVAL;
        while (true) {
            try {
                JobDetails details =
                        cluster.rest()
                                .job(job)
                                .orElseThrow(
                                        () ->
                                                new CliException(
                                                        ExitCode.CLUSTER,
                                                        "The cluster at "
                                                                + cluster.restUrl()
                                                                + " does not know job "
                                                                + job
                                                                + " any more."));
                answeredNanos = System.nanoTime();
                progress.show(details, answeredNanos / 1_000_000);
                if (details.summary().status().isTerminal()) {
                    return onEnded(details);
                }
            } catch (RestException e) {
                Optional<ApplicationStatus> status = application.ask();
                if (status.isPresent() && status.get().phase().isTerminal()) {
                    return tellEnd(job, status.get(), terminal);
                }
                if (System.nanoTime() - answeredNanos > PATIENCE.toNanos()) {
                    throw new CliException(
                            ExitCode.CLUSTER,
                            "The JobManager at "
                                    + cluster.restUrl()
                                    + " has not answered for "
                                    + PATIENCE.toSeconds()
                                    + " s. Job "
                                    + job
                                    + " may still run; see holdfast list.",
                            e);
                }
            }
            Thread.sleep(interval.toMillis());
            interval =
                    interval.compareTo(LONGEST_INTERVAL) < 0
                            ? interval.multipliedBy(2)
                            : LONGEST_INTERVAL;
        }
    }

    private ExitCode onEnded(JobDetails details) {
        JobStatus status = details.summary().status();
        terminal.out().println("Program execution finished");
        terminal.out()
                .println(
                        "Job with JobID "
                                + job
                                + " has "
                                + (status == JobStatus.FINISHED
                                        ? "finished."
                                        : "ended: " + status + "."));
        terminal.out()
                .println(
                        "Job Runtime: "
                                + (details.summary().endTime() - details.summary().startTime())
                                + " ms");
        if (status == JobStatus.FAILED && !details.failures().isEmpty()) {
            JobDetails.Failure failure = details.failures().get(0);
            String where = failure.task().isEmpty() ? "" : " in " + failure.task();
            terminal.err()
                    .println("Job " + job + " failed" + where + ": " + failure.cause().strip());
        }
        return exitCode(status == JobStatus.FINISHED, status == JobStatus.CANCELED);
    }

    /**
     * Tells how a job ended, from its application: a cluster of the job's own ends with the job,
     * maybe before the first or the last question was answered.
     */
    static ExitCode tellEnd(JobId job, ApplicationStatus status, Terminal terminal) {
        terminal.out()
                .println(
                        "Job with JobID "
                                + job
                                + " has ended: application "
                                + status.applicationId()
                                + " "
                                + status.phase()
                                + ".");
        if (status.phase() != ApplicationStatus.Phase.SUCCEEDED) {
            terminal.err().println(status.diagnostics().strip());
        }
        return exitCode(
                status.phase() == ApplicationStatus.Phase.SUCCEEDED,
                status.phase() == ApplicationStatus.Phase.KILLED);
    }

    private static ExitCode exitCode(boolean finished, boolean canceled) {
        if (finished) {
            return ExitCode.OK;
        }
        return canceled ? ExitCode.JOB_CANCELED : ExitCode.JOB_FAILED;
    }
}
