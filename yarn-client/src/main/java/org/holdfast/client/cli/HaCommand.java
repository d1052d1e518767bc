package org.holdfast.client.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.Spelling;
import org.holdfast.runtime.highavailability.HighAvailability;

/** {@code holdfast ha}: looks at what high availability keeps, and removes what is over. */
final class HaCommand implements Command {

    private static final List<String> ACTIONS = List.of("inspect", "gc");

    private final ClusterAccess access;

    HaCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "ha";
    }

    @Override
    public String usage() {
        return "[OPTIONS] inspect | [OPTIONS] gc";
    }

    @Override
    public String summary() {
        return "inspect: shows and checks what high availability keeps of a cluster, which need not"
                + " run. gc: lists, and with --delete removes, what applications left that are"
                + " over.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(
                new CommandOptions()
                        .flag("d", "delete", "gc: remove it (default: list it only)")
                        .flag(
                                "f",
                                "forgotten",
                                "gc: also of applications that YARN knows nothing of; only if no"
                                        + " other YARN uses the same storage"));
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        List<String> words = line.getArgList();
        String action = words.isEmpty() ? "" : words.get(0);
        if (!ACTIONS.contains(action)) {
            throw unknown(action);
        }
        JobFlags.expectArguments(line, 1, 1, "");
        Configuration configuration = JobFlags.configuration(line, access);
        return action.equals("inspect")
                ? inspect(line, configuration, terminal)
                : collect(line, configuration, terminal);
    }

    private ExitCode inspect(CommandLine line, Configuration configuration, Terminal terminal)
            throws Exception {
        if (line.hasOption("d") || line.hasOption("f")) {
            throw new CliException(ExitCode.USAGE, "-d and -f are for gc. See --help.");
        }
        if (!HighAvailability.isOn(configuration)) {
            throw new CliException(
                    ExitCode.USAGE,
                    HighAvailabilityOptions.MODE
                            + " is NONE here, so there is nothing to inspect. Set it, and where its"
                            + " data is, as the cluster has it: in flink-conf.yaml or with -D.");
        }
        return new HaInspectionReport(configuration, clusterId(configuration), terminal.out())
                .print();
    }

    private String clusterId(Configuration configuration) throws CliException {
        Optional<String> named = configuration.find(HighAvailabilityOptions.CLUSTER_ID);
        Optional<String> own = named.isPresent() ? named : access.session(configuration);
        return HighAvailability.clusterId(
                configuration,
                own.orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.USAGE,
                                        "Which cluster? Name it with -yid APPLICATION_ID, or with"
                                                + " -z if it has an id of its own.")));
    }

    private ExitCode collect(CommandLine line, Configuration configuration, Terminal terminal)
            throws Exception {
        Optional<String> only = only(configuration);
        try (ClusterDeployer deployer = access.deployer(configuration)) {
            HaGarbage garbage =
                    new HaGarbage(
                            new StoredClusters(
                                    configuration, new org.apache.hadoop.conf.Configuration()),
                            only,
                            new ApplicationEnds(deployer, line.hasOption("f")),
                            line.hasOption("d"),
                            terminal.out());
            if (HighAvailability.isOn(configuration)) {
                garbage.collectClusters();
            } else {
                terminal.out()
                        .println(
                                HighAvailabilityOptions.MODE
                                        + " is NONE here: only staging folders are looked at.");
            }
            garbage.collectStaged(deployer);
            return garbage.printSum() ? ExitCode.OK : ExitCode.CLUSTER;
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.CLUSTER,
                    "What high availability keeps cannot be listed: " + e.getMessage(),
                    e);
        }
    }

    /** Who names a cluster means no other. */
    private Optional<String> only(Configuration configuration) {
        return configuration
                .find(HighAvailabilityOptions.CLUSTER_ID)
                .map(named -> HighAvailability.clusterId(configuration, named))
                .or(() -> access.applicationId(configuration));
    }

    private static CliException unknown(String action) {
        return new CliException(
                ExitCode.USAGE,
                (action.isEmpty() ? "What is to be done" : "'" + action + "'")
                        + (action.isEmpty() ? "? Expected" : " is not known. Expected")
                        + ": inspect, gc."
                        + Spelling.nearest(action, ACTIONS)
                                .map(nearest -> " Did you mean '" + nearest + "'?")
                                .orElse(""));
    }
}
