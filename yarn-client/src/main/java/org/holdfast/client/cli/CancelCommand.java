package org.holdfast.client.cli;

import java.time.Duration;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;

/** {@code holdfast cancel}: cancels a job and waits until it has ended. */
final class CancelCommand implements Command {

    /**
     * Longer than {@code task.cancellation.timeout}, after which a TaskManager that does not stop
     * is ended.
     */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final ClusterAccess access;

    CancelCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public String usage() {
        return "[OPTIONS] JOB_ID";
    }

    @Override
    public String summary() {
        return "Cancels a running job.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(new CommandOptions());
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        JobFlags.expectArguments(line, 1, 1, "The job's id");
        JobId job = parse(line.getArgList().get(0));
        RestClient rest =
                access.connect(Target.of(line), JobFlags.configuration(line, access)).rest();
        JobStatus before = details(rest, job).summary().status();
        if (before.isTerminal()) {
            throw new CliException(
                    ExitCode.CLUSTER, "Job " + job + " has already ended: it is " + before + ".");
        }
        terminal.out().println("Cancelling job " + job + ".");
        rest.cancel(job);
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < deadline) {
            JobStatus status = details(rest, job).summary().status();
            if (status == JobStatus.CANCELED) {
                terminal.out().println("Cancelled job " + job + ".");
                return ExitCode.OK;
            }
            if (status.isTerminal()) {
                throw new CliException(
                        ExitCode.CLUSTER,
                        "Job " + job + " ended before it was cancelled: it is " + status + ".");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
        throw new CliException(
                ExitCode.CLUSTER,
                "Job "
                        + job
                        + " is still being cancelled after "
                        + LONGEST_WAIT.toMinutes()
                        + " min. See holdfast list.");
    }

    private static JobDetails details(RestClient rest, JobId job) throws CliException {
        return rest.job(job)
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.CLUSTER,
                                        "There is no job " + job + ". See holdfast list -a."));
    }

    private static JobId parse(String text) throws CliException {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    ExitCode.USAGE,
                    "'" + text + "' is not a job id (expected: 32 hexadecimal digits).",
                    e);
        }
    }
}
