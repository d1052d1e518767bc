package org.holdfast.client.cli;

import java.time.Duration;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;

/** Waits for a job's end and says how it went. */
final class JobWatch {

    private static final Duration FIRST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

    private final FollowedJobManager jobManager;
    private final JobId job;
    private final Terminal terminal;

    JobWatch(FollowedJobManager jobManager, JobId job, Terminal terminal) {
        this.jobManager = jobManager;
        this.job = job;
        this.terminal = terminal;
    }

    /** Returns when the job has ended, or the application it was in. */
    ExitCode await() throws CliException, DeploymentException, InterruptedException {
        JobProgress progress = new JobProgress(terminal.out(), terminal.interactive());
        Duration interval = FIRST_INTERVAL;
        while (true) {
            JobDetails details;
            try {
                details = jobManager.ask(rest -> rest.job(job)).orElseThrow(this::unknown);
            } catch (ApplicationEndedException e) {
                return tellEnd(job, e.status(), terminal);
            }
            progress.show(details, System.nanoTime() / 1_000_000);
            if (details.summary().status().isTerminal()) {
                return onEnded(details);
            }
            Thread.sleep(interval.toMillis());
            interval =
                    interval.compareTo(LONGEST_INTERVAL) < 0
                            ? interval.multipliedBy(2)
                            : LONGEST_INTERVAL;
        }
    }

    private CliException unknown() {
        return new CliException(
                ExitCode.CLUSTER,
                "The cluster at "
                        + jobManager.current().restUrl()
                        + " does not know job "
                        + job
                        + " any more.");
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
