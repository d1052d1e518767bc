package org.holdfast.client.cli;

import org.apache.commons.cli.CommandLine;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.runtime.config.Configuration;

/** {@code holdfast stop}: stops a session. */
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
        return "[OPTIONS] -id APPLICATION_ID";
    }

    @Override
    public String summary() {
        return "Stops a session; its jobs are cancelled.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(
                new CommandOptions().value("id", "applicationId", "ID", "the session (as -yid)"));
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        if (!line.getArgList().isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "Stopping job '"
                            + line.getArgList().get(0)
                            + "' with a savepoint is not available: this version has no savepoints. Use holdfast cancel.");
        }
        Configuration configuration = JobFlags.configuration(line, access);
        String id = line.getOptionValue("id");
        if (id == null) {
            id =
                    access.applicationId(configuration)
                            .orElseThrow(
                                    () ->
                                            new CliException(
                                                    ExitCode.USAGE,
                                                    "Which session? Name it with -id APPLICATION_ID."));
        }
        try (ClusterDeployer deployer = access.deployer(configuration)) {
            ClusterAccess.Connection session = access.connect(deployer.status(id));
            new SessionShutdown(
                            deployer,
                            id,
                            session.restUrl(),
                            access.sessionFile(configuration),
                            terminal)
                    .run();
        }
        return ExitCode.OK;
    }
}
