package org.holdfast.client.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.rest.client.RestException;

/** {@code holdfast run}: submits a job to a session, or to a cluster of its own. */
final class RunCommand implements Command {

    private final ClusterAccess access;

    RunCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "run";
    }

    @Override
    public String usage() {
        return "[OPTIONS] JOB_JAR [--name value ...]";
    }

    @Override
    public String summary() {
        return "Runs a job.";
    }

    @Override
    public boolean argumentsFollow() {
        return true;
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(JobDefinition.addTo(new CommandOptions()))
                .flag("d", "detached", "submit the job and exit")
                .flag("yd", "yarndetached", "the same as -d")
                .flag(
                        "sae",
                        "shutdownOnAttachedExit",
                        "cancel the job when this command is interrupted")
                .value(
                        "s",
                        "fromSavepoint",
                        "PATH",
                        "savepoint or retained checkpoint to start from")
                .flag(
                        "n",
                        "allowNonRestoredState",
                        "drop the savepoint's state of operators the job does not have")
                .refuse(
                        "a job never takes over the files of its savepoint; they stay yours.",
                        "rm",
                        "restoreMode",
                        "cm",
                        "claimMode");
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        boolean detached = line.hasOption("d") || line.hasOption("yd");
        if (detached && line.hasOption("sae")) {
            throw new CliException(
                    ExitCode.USAGE,
                    "-d and -sae exclude each other: a detached command has exited already.");
        }
        Target target = Target.of(line);
        Configuration configuration = JobFlags.configuration(line, access, startingPoint(line));
        if (line.hasOption("n") && configuration.find(CheckpointOptions.RESTORE_PATH).isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "-n is for a job that starts from a savepoint. Name the savepoint with -s"
                            + " PATH.");
        }
        Path jar = JobDefinition.jar(line);
        if (target instanceof Target.PerJob) {
            return runPerJob(line, configuration, jar, detached, terminal);
        }
        ClusterAccess.Connection cluster = access.connect(target, configuration);
        JobGraph graph = JobDefinition.build(line, configuration);
        try (FollowedJobManager jobManager = access.follow(cluster, configuration)) {
            submit(jobManager, graph, jar);
            terminal.out().println("Job has been submitted with JobID " + graph.id());
            return detached ? ExitCode.OK : await(jobManager, graph, line, terminal);
        }
    }

    private static Map<String, String> startingPoint(CommandLine line) throws CliException {
        Map<String, String> settings = new TreeMap<>();
        if (line.hasOption("s")) {
            settings.put(CheckpointOptions.RESTORE_PATH.key(), line.getOptionValue("s"));
        }
        if (line.hasOption("n")) {
            settings.put(CheckpointOptions.DROP_UNKNOWN_STATE.key(), "true");
        }
        return settings;
    }

    private ExitCode runPerJob(
            CommandLine line,
            Configuration configuration,
            Path jar,
            boolean detached,
            Terminal terminal)
            throws Exception {
        JobGraph graph = JobDefinition.build(line, configuration);
        try (ClusterDeployer deployer = access.deployer(configuration)) {
            ApplicationStatus application =
                    deployer.deployJob(
                            configuration,
                            new ClusterDeployer.OwnJob(graph, jar),
                            terminal.out()::println);
            application
                    .restUrl()
                    .ifPresent(url -> terminal.out().println("JobManager Web Interface: " + url));
            terminal.out().println("Job has been submitted with JobID " + graph.id());
            if (application.phase().isTerminal()) {
                return JobWatch.tellEnd(graph.id(), application, terminal);
            }
            if (detached) {
                return ExitCode.OK;
            }
            ClusterAccess.Connection cluster = access.connect(application, configuration);
            try (FollowedJobManager jobManager = access.follow(cluster, configuration)) {
                return await(jobManager, graph, line, terminal);
            }
        }
    }

    private static ExitCode await(
            FollowedJobManager jobManager, JobGraph graph, CommandLine line, Terminal terminal)
            throws Exception {
        JobWatch watch = new JobWatch(jobManager, graph.id(), terminal);
        if (!line.hasOption("sae")) {
            return watch.await();
        }
        Thread onInterrupt =
                new Thread(() -> jobManager.current().rest().cancel(graph.id()), "cancel-job");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            return watch.await();
        } finally {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
    }

    /** The job has its id by now, so that one which is submitted twice is still one job. */
    private static void submit(FollowedJobManager jobManager, JobGraph graph, Path jar)
            throws Exception {
        try {
            jobManager.ask(
                    rest -> {
                        if (!rest.hasBlob(graph.code().jarDigest())) {
                            rest.putBlob(graph.code().jarDigest(), jar);
                        }
                        return rest.submit(graph);
                    });
        } catch (RestException e) {
            List<Integer> refusals = List.of(400, 409, 413, 422);
            throw new CliException(
                    refusals.contains(e.status()) ? ExitCode.BAD_JOB : ExitCode.CLUSTER,
                    "The job was not accepted: " + e.getMessage(),
                    e);
        }
    }
}
