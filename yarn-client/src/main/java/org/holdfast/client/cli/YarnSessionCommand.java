package org.holdfast.client.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeployedCluster;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.RestOptions;

/** {@code bin/yarn-session.sh}: starts a session on YARN, or attaches to one. */
final class YarnSessionCommand implements Command {

    /** Longest an attached session waits for a ResourceManager that does not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final ClusterAccess access;

    YarnSessionCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "yarn-session";
    }

    @Override
    public String usage() {
        return "[OPTIONS]";
    }

    @Override
    public String summary() {
        return "Starts a session on YARN. Attached (the default), it takes the commands help, stop"
                + " and quit.";
    }

    @Override
    public CommandOptions options() {
        CommandOptions options =
                new CommandOptions()
                        .flag("d", "detached", "start the session and exit")
                        .flag("yd", "yarndetached", "the same as -d")
                        .flag("h", "help", "show this help")
                        .flag("q", "query", "show YARN's memory, vcores and queues")
                        .value(
                                "m",
                                "jobmanager",
                                "TARGET",
                                "yarn-cluster, the only target a session has")
                        .value(
                                "n",
                                "container",
                                "NUMBER",
                                "TaskManagers to start with and to keep (default: on demand)")
                        .value("z", "zookeeperNamespace", "ID", "cluster id of high availability")
                        .flag("v", "verbose", "show where an error came from")
                        .properties("D", "set a configuration key; may be given many times");
        return ClusterFlags.addTo(options, "");
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        if (!line.getArgList().isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "yarn-session takes no arguments, but got '"
                            + line.getArgList().get(0)
                            + "'. See --help.");
        }
        if (line.hasOption("m") && !line.getOptionValue("m").equals("yarn-cluster")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "-m '"
                            + line.getOptionValue("m")
                            + "': a session runs on YARN (expected: yarn-cluster).");
        }
        Map<String, String> flags = new TreeMap<>(ClusterFlags.toConfiguration(line, ""));
        flags.putAll(minimumTaskManagers(line));
        if (line.hasOption("z")) {
            flags.put("high-availability.cluster-id", line.getOptionValue("z"));
        }
        Map<String, String> dynamic = CommandOptions.properties(line, "D");
        Configuration configuration = access.configuration(dynamic, flags);
        try (ClusterDeployer deployer = access.deployer(configuration)) {
            if (line.hasOption("q")) {
                deployer.describeResources().forEach(terminal.out()::println);
                return ExitCode.OK;
            }
            Optional<String> running = access.applicationId(configuration);
            return running.isPresent()
                    ? attach(deployer, running.get(), configuration, terminal)
                    : start(
                            deployer,
                            configuration,
                            dynamic,
                            line.hasOption("d") || line.hasOption("yd"),
                            terminal);
        }
    }

    private static Map<String, String> minimumTaskManagers(CommandLine line) {
        return line.hasOption("n")
                ? Map.of("cluster.minimum-taskmanagers", line.getOptionValue("n"))
                : Map.of();
    }

    private ExitCode start(
            ClusterDeployer deployer,
            Configuration configuration,
            Map<String, String> dynamic,
            boolean detached,
            Terminal terminal)
            throws Exception {
        DeployedCluster cluster = deployer.deploySession(configuration, terminal.out()::println);
        terminal.out().println("JobManager Web Interface: " + cluster.restUrl());
        SessionFile file = access.sessionFile(configuration);
        file.write(cluster, dynamic);
        String id = cluster.applicationId();
        if (detached) {
            terminal.out()
                    .println(
                            "The session has been started in detached mode. To stop it in order:\n"
                                    + "$ echo \"stop\" | ./bin/yarn-session.sh -id "
                                    + id
                                    + "\n"
                                    + "If this should not be possible, it can be killed through"
                                    + " YARN's web pages, or with:\n"
                                    + "$ yarn application -kill "
                                    + id
                                    + "\n"
                                    + "Note that killing it might not clean up all job artifacts"
                                    + " and temporary files.");
            return ExitCode.OK;
        }
        SessionShutdown shutdown =
                new SessionShutdown(
                        deployer,
                        cluster.applicationId(),
                        Optional.of(cluster.restUrl()),
                        configuration,
                        file,
                        terminal);
        Thread onInterrupt = new Thread(shutdown::runQuietly, "session-shutdown");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            return console(deployer, id, shutdown, terminal);
        } finally {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
    }

    private ExitCode attach(
            ClusterDeployer deployer, String id, Configuration configuration, Terminal terminal)
            throws Exception {
        ApplicationStatus status =
                new ApplicationStart(
                                deployer,
                                configuration.get(RestOptions.AWAIT_LEADER_TIMEOUT),
                                terminal)
                        .await(id);
        URI restUrl =
                status.restUrl()
                        .filter(url -> !status.phase().isTerminal())
                        .orElseThrow(
                                () ->
                                        new CliException(
                                                ExitCode.CLUSTER,
                                                "Session "
                                                        + id
                                                        + " is "
                                                        + status.state()
                                                        + ", it cannot be attached to. Start one"
                                                        + " with bin/yarn-session.sh."));
        terminal.out()
                .println(
                        "Found Web Interface "
                                + restUrl.getAuthority()
                                + " of application '"
                                + id
                                + "'.");
        terminal.out().println("JobManager Web Interface: " + restUrl);
        SessionShutdown shutdown =
                new SessionShutdown(
                        deployer,
                        id,
                        Optional.of(restUrl),
                        configuration,
                        access.sessionFile(configuration),
                        terminal);
        return console(deployer, id, shutdown, terminal);
    }

    private static ExitCode console(
            ClusterDeployer deployer, String id, SessionShutdown shutdown, Terminal terminal)
            throws InterruptedException, DeploymentException, CliException {
        switch (new SessionConsole(deployer, id, terminal, PATIENCE, SessionConsole.POLL_INTERVAL)
                .run()) {
            case STOP:
                shutdown.run();
                return ExitCode.OK;
            case ENDED:
                shutdown.forget();
                return ExitCode.OK;
            case FAILED:
                shutdown.forget();
                return ExitCode.CLUSTER;
            case LOST:
                terminal.err()
                        .println(
                                "YARN has not answered for "
                                        + PATIENCE.toMinutes()
                                        + " min. The session was left as it is: "
                                        + "attach again with bin/yarn-session.sh -id "
                                        + id);
                shutdown.forgetNothing();
                return ExitCode.CLUSTER;
        }
        throw new IllegalStateException("unreachable");
    }
}
