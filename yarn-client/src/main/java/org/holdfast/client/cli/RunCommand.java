package org.holdfast.client.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeployedCluster;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.rest.client.RestClient;
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
                        "cancel the job when this command is interrupted");
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
        Configuration configuration = JobFlags.configuration(line, access);
        Path jar = JobDefinition.jar(line);
        if (target instanceof Target.PerJob) {
            return runPerJob(line, configuration, jar, detached, terminal);
        }
        ClusterAccess.Connection cluster = access.connect(target, configuration);
        JobGraph graph = JobDefinition.build(line, configuration);
        submit(cluster.rest(), graph, jar);
        terminal.out().println("Job has been submitted with JobID " + graph.id());
        return detached
                ? ExitCode.OK
                : await(
                        new JobWatch(
                                cluster,
                                graph.id(),
                                terminal,
                                () -> access.status(cluster, configuration)),
                        cluster,
                        graph,
                        line);
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
            DeployedCluster deployed =
                    deployer.deploy(
                            configuration,
                            Optional.of(new ClusterDeployer.OwnJob(graph, jar)),
                            terminal.out()::println);
            terminal.out().println("JobManager Web Interface: " + deployed.restUrl());
            terminal.out().println("Job has been submitted with JobID " + graph.id());
            if (detached) {
                return ExitCode.OK;
            }
            ClusterAccess.Connection cluster =
                    new ClusterAccess.Connection(
                            deployed.restUrl(), Optional.of(deployed.applicationId()));
            JobWatch watch =
                    new JobWatch(
                            cluster,
                            graph.id(),
                            terminal,
                            () -> access.status(cluster, configuration));
            return await(watch, cluster, graph, line);
        }
    }

    private static ExitCode await(
            JobWatch watch, ClusterAccess.Connection cluster, JobGraph graph, CommandLine line)
            throws Exception {
        if (!line.hasOption("sae")) {
            return watch.await();
        }
        Thread onInterrupt = new Thread(() -> cluster.rest().cancel(graph.id()), "cancel-job");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            return watch.await();
        } finally {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
    }

    private static void submit(RestClient rest, JobGraph graph, Path jar) throws CliException {
        try {
            if (!rest.hasBlob(graph.code().jarDigest())) {
                rest.putBlob(graph.code().jarDigest(), jar);
            }
            rest.submit(graph);
        } catch (RestException e) {
            List<Integer> refusals = List.of(400, 409, 413, 422);
            throw new CliException(
                    refusals.contains(e.status()) ? ExitCode.BAD_JOB : ExitCode.CLUSTER,
                    "The job was not accepted: " + e.getMessage(),
                    e);
        }
    }
}
