package org.holdfast.client.cli;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.config.Spelling;

/** Which cluster a command is for. */
sealed interface Target {

    /** What {@code -t} takes, in Flink's words. */
    List<String> EXECUTORS = List.of("remote", "yarn-session", "yarn-per-job");

    /**
     * The session named by {@code -yid}, {@code yarn.application.id} or the properties file; if
     * there is none, and only one that was not asked for by name, the configured cluster.
     *
     * @param onYarn whether the user asked for a session on YARN
     */
    record Session(boolean onYarn) implements Target {}

    /** The standalone cluster that the configuration names. */
    record Standalone() implements Target {}

    /** A cluster of the job's own. */
    record PerJob() implements Target {}

    /** A JobManager at an address. */
    record Address(URI restUrl) implements Target {}

    /** Reads {@code -m}, {@code -t} and {@code -e}. */
    static Target of(CommandLine line) throws CliException {
        String executor = line.getOptionValue("t", line.getOptionValue("e"));
        String jobManager = line.getOptionValue("m");
        if (executor != null) {
            if (jobManager != null) {
                throw new CliException(
                        ExitCode.USAGE, "-m and -t name two targets. Give one of them.");
            }
            switch (executor.toLowerCase(Locale.ROOT)) {
                case "yarn-session":
                    return new Session(true);
                case "remote":
                    return new Standalone();
                case "yarn-per-job":
                    return new PerJob();
                default:
                    throw new CliException(
                            ExitCode.USAGE,
                            "There is no target '"
                                    + executor
                                    + "' (expected: "
                                    + String.join(", ", EXECUTORS)
                                    + ")."
                                    + Spelling.nearest(executor, EXECUTORS)
                                            .map(name -> " Did you mean '" + name + "'?")
                                            .orElse(""));
            }
        }
        if (jobManager == null) {
            return new Session(line.hasOption("yid"));
        }
        // Flink reads "-m yarn-cluster -yid ID" as the session ID.
        if (jobManager.equals("yarn-cluster")) {
            return line.hasOption("yid") ? new Session(true) : new PerJob();
        }
        if (!jobManager.matches("[^:/\\s]+:\\d{1,5}")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "-m '"
                            + jobManager
                            + "' is not a target (expected: yarn-cluster or HOST:PORT).");
        }
        return new Address(URI.create("http://" + jobManager));
    }
}
