package org.holdfast.client.cli;

import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.config.Configuration;

/**
 * The options all commands of {@code holdfast} share: which cluster is meant, and its
 * configuration.
 */
final class JobFlags {

    private static final String NO_PYTHON = "jobs are written in Java.";

    private JobFlags() {}

    /** Adds them to a command's own. */
    static CommandOptions addTo(CommandOptions options) {
        options.flag("h", "help", "show this help")
                .flag("v", "verbose", "show where an error came from")
                .value(
                        "m",
                        "jobmanager",
                        "TARGET",
                        "yarn-cluster for a cluster of the job's own, or HOST:PORT of a"
                                + " JobManager's REST")
                .value("t", "target", "TARGET", "remote, yarn-session or yarn-per-job")
                .value("e", "executor", "TARGET", "the same as -t (deprecated)")
                .value("z", "zookeeperNamespace", "ID", "cluster id of high availability")
                .value("yz", "yarnzookeeperNamespace", "ID", "the same as -z")
                .properties("D", "set a configuration key; may be given many times")
                .properties("yD", "the same as -D")
                .refuse(
                        NO_PYTHON,
                        "py",
                        "python",
                        "pyfs",
                        "pyFiles",
                        "pym",
                        "pyModule",
                        "pyreq",
                        "pyRequirements",
                        "pyarch",
                        "pyArchives",
                        "pyexec",
                        "pyExecutable",
                        "pyclientexec",
                        "pyClientExecutable",
                        "pypath",
                        "pyPythonPath");
        return ClusterFlags.addTo(options, "y");
    }

    /** The effective configuration: file, then {@code -D}, then dedicated options. */
    static Configuration configuration(CommandLine line, ClusterAccess access) throws CliException {
        return configuration(line, access, Map.of());
    }

    /**
     * The same with more settings.
     *
     * @param more what a command's own options stand for, by key; wins over all others
     */
    static Configuration configuration(
            CommandLine line, ClusterAccess access, Map<String, String> more) throws CliException {
        Map<String, String> dynamic = new TreeMap<>(CommandOptions.properties(line, "yD"));
        dynamic.putAll(CommandOptions.properties(line, "D"));
        Map<String, String> flags = new TreeMap<>(ClusterFlags.toConfiguration(line, "y"));
        for (String option : new String[] {"yz", "z"}) {
            if (line.hasOption(option)) {
                flags.put("high-availability.cluster-id", line.getOptionValue(option));
            }
        }
        flags.putAll(more);
        return access.configuration(dynamic, flags);
    }

    /** Refuses arguments beyond those a command takes. */
    static void expectArguments(CommandLine line, int least, int most, String what)
            throws CliException {
        int given = line.getArgList().size();
        if (given < least) {
            throw new CliException(ExitCode.USAGE, what + " is missing. See --help.");
        }
        if (given > most) {
            throw new CliException(
                    ExitCode.USAGE,
                    "'" + line.getArgList().get(most) + "' is one argument too many. See --help.");
        }
    }
}
