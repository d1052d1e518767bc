package org.holdfast.client.cli;

import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.config.Spelling;
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
        return JobFlags.addTo(new CommandOptions());
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
