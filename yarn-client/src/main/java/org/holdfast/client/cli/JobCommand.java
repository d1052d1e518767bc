package org.holdfast.client.cli;

import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.config.Spelling;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.rest.client.RestClient;

/** {@code holdfast job}: what is to become of a job that could not be recovered as it is. */
final class JobCommand implements Command {

    private static final List<String> ACTIONS = List.of("retry", "restore", "drop");

    private final ClusterAccess access;

    JobCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "job";
    }

    @Override
    public String usage() {
        return "[OPTIONS] retry JOB_ID | restore JOB_ID PATH | drop JOB_ID";
    }

    @Override
    public String summary() {
        return "Decides about a quarantined job: reads it again, starts it from another checkpoint,"
                + " or ends it.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(
                new CommandOptions().flag("f", "force", "drop: do not ask whether it is meant"));
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        List<String> words = line.getArgList();
        String action = words.isEmpty() ? "" : words.get(0);
        if (!ACTIONS.contains(action)) {
            throw unknown(action);
        }
        boolean restore = action.equals("restore");
        int most = restore ? 3 : 2;
        JobFlags.expectArguments(line, most, most, words.size() == 2 ? "The path" : "The job's id");
        ClusterJob job =
                ClusterJob.of(words.get(1), line, JobFlags.configuration(line, access), access);
        if (line.hasOption("f") && !action.equals("drop")) {
            throw new CliException(ExitCode.USAGE, "-f is for drop. See --help.");
        }
        if (action.equals("drop") && !line.hasOption("f")) {
            confirmDrop(job, terminal);
        }
        RestClient rest = job.cluster().rest();
        Optional<JobStatus> status =
                switch (action) {
                    case "retry" -> rest.retry(job.id());
                    case "restore" -> rest.restore(job.id(), words.get(2));
                    default -> rest.drop(job.id());
                };
        terminal.out().println("Job " + job.id() + " is " + status.orElseThrow(job::unknown) + ".");
        return ExitCode.OK;
    }

    /** A job that is dropped cannot be recovered any more. */
    private static void confirmDrop(ClusterJob job, Terminal terminal) throws CliException {
        JobDetails details = job.details();
        if (details.summary().status() != JobStatus.QUARANTINED) {
            return; // the JobManager refuses, and says so
        }
        terminal.out()
                .println("Job " + job.id() + " (" + details.summary().name() + ") is QUARANTINED:");
        details.failures().forEach(why -> terminal.out().println("    " + why.cause().strip()));
        terminal.out()
                .println(
                        "Dropped, it ends for good. Its checkpoints stay where they are, for"
                                + " holdfast run -s.");
        terminal.out().print("Drop it? [y/N] ");
        terminal.out().flush();
        if (!terminal.readLine().map(String::strip).filter(JobCommand::isYes).isPresent()) {
            terminal.out().println();
            throw new CliException(
                    ExitCode.USAGE,
                    "Nothing was done: job "
                            + job.id()
                            + " stays quarantined. Answer y, or repeat with --force.");
        }
    }

    private static boolean isYes(String answer) {
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    private static CliException unknown(String action) {
        return new CliException(
                ExitCode.USAGE,
                (action.isEmpty() ? "Nothing" : "'" + action + "'")
                        + " cannot be done with a quarantined job (expected: retry JOB_ID, restore"
                        + " JOB_ID PATH, drop JOB_ID)."
                        + Spelling.nearest(action, ACTIONS)
                                .map(nearest -> " Did you mean '" + nearest + "'?")
                                .orElse(""));
    }
}
