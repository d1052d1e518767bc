package org.holdfast.client.cli;

import java.time.Duration;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobStatus;

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
        return "[OPTIONS] JOB_ID | -s [DIRECTORY] JOB_ID";
    }

    @Override
    public String summary() {
        return "Cancels a running job.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(
                new CommandOptions()
                        .value(
                                "s",
                                "withSavepoint",
                                "DIRECTORY",
                                "take a savepoint first; without a directory it goes to"
                                        + " state.savepoints.dir (deprecated: use stop)"));
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        if (line.hasOption("s")) {
            return cancelWithSavepoint(line, terminal);
        }
        JobFlags.expectArguments(line, 1, 1, "The job's id");
        ClusterJob job =
                ClusterJob.running(
                        line.getArgList().get(0),
                        line,
                        JobFlags.configuration(line, access),
                        access);
        terminal.out().println("Cancelling job " + job.id() + ".");
        job.cluster().rest().cancel(job.id());
        awaitCancelled(job);
        terminal.out().println("Cancelled job " + job.id() + ".");
        return ExitCode.OK;
    }

    /**
     * The job ends behind its savepoint, and not some records later: a sink would have made them
     * visible, and the job that goes on from the savepoint would write them again.
     */
    private ExitCode cancelWithSavepoint(CommandLine line, Terminal terminal) throws Exception {
        JobFlags.expectArguments(line, 0, 1, "");
        // as in Flink, the directory may be left out
        boolean named = !line.getArgList().isEmpty();
        String directory = named ? line.getOptionValue("s") : "";
        String id = named ? line.getArgList().get(0) : line.getOptionValue("s");
        terminal.out()
                .println(
                        "DEPRECATION WARNING: Cancelling a job with savepoint is deprecated. Use"
                                + " \"stop\" instead.");
        Configuration configuration = JobFlags.configuration(line, access);
        ClusterJob job = ClusterJob.running(id, line, configuration, access);
        terminal.out()
                .println(
                        "Cancelling job "
                                + job.id()
                                + " with savepoint to "
                                + (named ? directory : "default savepoint directory")
                                + ".");
        String path =
                new SavepointCall(job, () -> access.status(job.cluster(), configuration), terminal)
                        .await(new SavepointRequest(directory, SavepointRequest.Mode.STOP));
        terminal.out().println("Cancelled job " + job.id() + ". Savepoint stored in " + path + ".");
        return ExitCode.OK;
    }

    private static void awaitCancelled(ClusterJob job) throws CliException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < deadline) {
            JobStatus status = job.details().summary().status();
            if (status == JobStatus.CANCELED) {
                return;
            }
            if (status.isTerminal()) {
                throw new CliException(
                        ExitCode.CLUSTER,
                        "Job "
                                + job.id()
                                + " ended before it was cancelled: it is "
                                + status
                                + ".");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
        throw new CliException(
                ExitCode.CLUSTER,
                "Job "
                        + job.id()
                        + " is still being cancelled after "
                        + LONGEST_WAIT.toMinutes()
                        + " min. See holdfast list.");
    }
}
