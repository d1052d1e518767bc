package org.holdfast.client.cli;

import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.checkpoint.SavepointRequest.Mode;
import org.holdfast.runtime.config.Configuration;

/** {@code holdfast savepoint}: takes a savepoint of a job that goes on, or disposes of one. */
final class SavepointCommand implements Command {

    private final ClusterAccess access;

    SavepointCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "savepoint";
    }

    @Override
    public String usage() {
        return "[OPTIONS] JOB_ID [DIRECTORY] | -d PATH";
    }

    @Override
    public String summary() {
        return "Takes a savepoint of a running job, or disposes of one.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(
                new CommandOptions()
                        .value(
                                "d",
                                "dispose",
                                "PATH",
                                "delete this savepoint; needs no running cluster")
                        .refuse("a savepoint is disposed of without the job's jar.", "j", "jarfile")
                        .refuse("there is one format of savepoints.", "type")
                        .refuse("this command waits for the savepoint.", "detached"));
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        if (line.hasOption("d")) {
            JobFlags.expectArguments(line, 0, 0, "");
            dispose(line.getOptionValue("d"), terminal);
            return ExitCode.OK;
        }
        JobFlags.expectArguments(line, 1, 2, "The job's id");
        Configuration configuration = JobFlags.configuration(line, access);
        ClusterJob job = ClusterJob.running(line.getArgList().get(0), line, configuration, access);
        terminal.out().println("Triggering savepoint for job " + job.id() + ".");
        String directory = line.getArgList().size() > 1 ? line.getArgList().get(1) : "";
        String path =
                new SavepointCall(job, () -> access.status(job.cluster(), configuration), terminal)
                        .await(new SavepointRequest(directory, Mode.GO_ON));
        terminal.out().println("Savepoint completed. Path: " + path);
        terminal.out()
                .println("You can resume your program from this savepoint with the run command.");
        return ExitCode.OK;
    }

    private static void dispose(String path, Terminal terminal) throws CliException {
        terminal.out().println("Disposing savepoint '" + path + "'.");
        StoredCheckpoint.read(path).dispose();
        terminal.out().println("Savepoint '" + path + "' disposed.");
    }
}
