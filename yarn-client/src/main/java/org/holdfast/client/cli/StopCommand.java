package org.holdfast.client.cli;

import org.apache.commons.cli.CommandLine;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.checkpoint.SavepointRequest.Mode;
import org.holdfast.runtime.config.Configuration;

/** {@code holdfast stop}: ends a job with a savepoint, or a whole session. */
final class StopCommand implements Command {

    private final ClusterAccess access;

    StopCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String usage() {
        return "[OPTIONS] JOB_ID | -id APPLICATION_ID";
    }

    @Override
    public String summary() {
        return "Ends a job with a savepoint; or ends a session, and cancels its jobs.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(
                new CommandOptions()
                        .value(
                                "p",
                                "savepointPath",
                                "DIRECTORY",
                                "where to put the savepoint (default: state.savepoints.dir)")
                        .flag(
                                "d",
                                "drain",
                                "end the job's sources first, as if all input had been read")
                        .value("id", "applicationId", "ID", "the session to end")
                        .refuse("there is one format of savepoints.", "type")
                        .refuse("this command waits for the savepoint.", "detached"));
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        Configuration configuration = JobFlags.configuration(line, access);
        if (line.getArgList().isEmpty()) {
            endSession(line, configuration, terminal);
        } else {
            endJob(line, configuration, terminal);
        }
        return ExitCode.OK;
    }

    private void endJob(CommandLine line, Configuration configuration, Terminal terminal)
            throws Exception {
        JobFlags.expectArguments(line, 1, 1, "The job's id");
        if (line.hasOption("id")) {
            throw new CliException(
                    ExitCode.USAGE, "-id ends a whole session. Name a job's session with -yid.");
        }
        ClusterJob job = ClusterJob.running(line.getArgList().get(0), line, configuration, access);
        boolean drain = line.hasOption("d");
        terminal.out()
                .println(
                        (drain ? "Draining" : "Suspending")
                                + " job \""
                                + job.id()
                                + "\" with a savepoint.");
        terminal.out().println("Triggering stop-with-savepoint for job " + job.id() + ".");
        String path =
                new SavepointCall(job, () -> access.status(job.cluster(), configuration), terminal)
                        .await(
                                new SavepointRequest(
                                        line.getOptionValue("p", ""),
                                        drain ? Mode.DRAIN : Mode.STOP));
        terminal.out().println("Savepoint completed. Path: " + path);
    }

    private void endSession(CommandLine line, Configuration configuration, Terminal terminal)
            throws Exception {
        if (line.hasOption("p") || line.hasOption("d")) {
            throw new CliException(
                    ExitCode.USAGE, "-p and -d are for a job. Its id is missing. See --help.");
        }
        String id = line.getOptionValue("id");
        if (id == null) {
            id =
                    access.applicationId(configuration)
                            .orElseThrow(
                                    () ->
                                            new CliException(
                                                    ExitCode.USAGE,
                                                    "What is to be stopped? Name a job by its id,"
                                                            + " or a session with -id"
                                                            + " APPLICATION_ID."));
        }
        try (ClusterDeployer deployer = access.deployer(configuration)) {
            ApplicationStatus session = deployer.status(id);
            requireLives(session);
            new SessionShutdown(
                            deployer,
                            id,
                            session.restUrl(),
                            configuration,
                            access.sessionFile(configuration),
                            terminal)
                    .run();
        }
    }

    private static void requireLives(ApplicationStatus session) throws CliException {
        if (session.phase().isTerminal()) {
            throw new CliException(
                    ExitCode.CLUSTER,
                    "Application "
                            + session.applicationId()
                            + " is "
                            + session.state()
                            + ", there is nothing to stop.");
        }
    }
}
