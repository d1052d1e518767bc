package org.holdfast.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.CoreOptions;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.usercode.JobLoader;
import org.holdfast.runtime.usercode.JobRequest;

/** The job a command line asks for: jar, class, parallelism, arguments. */
final class JobDefinition {

    /** Configuration keys that belong to a job and travel with it; they win over the cluster's. */
    private static final List<String> JOB_PREFIXES =
            List.of("restart-strategy", "execution.", "state.");

    private JobDefinition() {}

    /** Adds the options that describe a job. */
    static CommandOptions addTo(CommandOptions options) {
        return options.value(
                        "c",
                        "class",
                        "CLASS",
                        "class that implements Job (default: what the jar's manifest names, or the"
                                + " only one in it)")
                .value(
                        "p",
                        "parallelism",
                        "NUMBER",
                        "subtasks of operators that do not set their own")
                .value("j", "jarfile", "PATH", "the job's jar (default: the first argument)")
                .refuse("put the classes into the job's jar.", "C", "classpath")
                .refuse("give arguments behind the jar.", "a", "arguments");
    }

    /** The job's jar. */
    static Path jar(CommandLine line) throws CliException {
        if (!line.hasOption("j") && line.getArgList().isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "The job's jar is missing. Usage: holdfast run [OPTIONS] JOB_JAR [--name value"
                            + " ...].");
        }
        Path jar =
                Path.of(line.hasOption("j") ? line.getOptionValue("j") : line.getArgList().get(0));
        if (!Files.isRegularFile(jar)) {
            throw new CliException(
                    ExitCode.BAD_JOB, "There is no jar at '" + jar + "'. Check the path.");
        }
        return jar;
    }

    /** Defines the job and divides its input. */
    static JobGraph build(CommandLine line, Configuration configuration) throws CliException {
        Path jar = jar(line);
        List<String> words = line.getArgList();
        Configuration effective =
                line.hasOption("p")
                        ? configuration.withAll(
                                Map.of(
                                        CoreOptions.DEFAULT_PARALLELISM.key(),
                                        line.getOptionValue("p")))
                        : configuration;
        Map<String, String> settings = new TreeMap<>(configuration.toMap());
        settings.keySet().removeIf(key -> JOB_PREFIXES.stream().noneMatch(key::startsWith));
        JobRequest request =
                new JobRequest(
                        jar,
                        line.getOptionValue("c", ""),
                        line.hasOption("j") ? words : words.subList(1, words.size()),
                        effective.get(CoreOptions.DEFAULT_PARALLELISM),
                        settings);
        try {
            HadoopFileAccess files =
                    new HadoopFileAccess(new org.apache.hadoop.conf.Configuration());
            return new JobLoader(files).load(JobId.random(), request);
        } catch (IOException e) {
            throw new CliException(ExitCode.BAD_JOB, e.getMessage(), e);
        }
    }
}
