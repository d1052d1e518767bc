package org.holdfast.client.cli;

import java.io.PrintStream;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;

/**
 * {@code holdfast info}: shows what a job would run, without running it; or how a job in a cluster
 * is, with its checkpoints, restarts and their causes.
 */
final class InfoCommand implements Command {

    private final ClusterAccess access;

    InfoCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "info";
    }

    @Override
    public String usage() {
        return "[OPTIONS] JOB_JAR [--name value ...] | [OPTIONS] JOB_ID";
    }

    @Override
    public String summary() {
        return "Shows the graph of a job without running it, or how a submitted job is.";
    }

    @Override
    public boolean argumentsFollow() {
        return true;
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(JobDefinition.addTo(new CommandOptions()));
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        List<String> words = line.getArgList();
        if (words.size() == 1 && words.get(0).matches("[0-9a-f]{32}") && !line.hasOption("j")) {
            tell(
                    ClusterJob.of(words.get(0), line, JobFlags.configuration(line, access), access),
                    terminal.out());
        } else {
            describe(line, terminal);
        }
        return ExitCode.OK;
    }

    private static void tell(ClusterJob of, PrintStream out) throws CliException {
        JobDetails job = of.details();
        JobSummary summary = job.summary();
        if (summary.status() == JobStatus.QUARANTINED) {
            String name = summary.name().isEmpty() ? "(name unknown)" : summary.name();
            out.println(summary.id() + " : " + name + " (QUARANTINED)");
            JobHealth.ofQuarantined(job).forEach(text -> out.println("    " + text));
            return;
        }
        out.println(
                summary.id()
                        + " : "
                        + summary.name()
                        + " ("
                        + summary.status()
                        + "), started at "
                        + Figures.time(summary.startTime())
                        + (summary.endTime() == 0
                                ? ""
                                : ", ended at " + Figures.time(summary.endTime())));
        out.println(
                "    "
                        + job.jobClass()
                        + ", "
                        + summary.runningTasks()
                        + " of "
                        + summary.tasks()
                        + " tasks running"
                        + (job.waitingFor().isEmpty() ? "" : ", waits for " + job.waitingFor()));
        new JobHealth(job, of.checkpoints()).inFull().forEach(text -> out.println("    " + text));
    }

    private void describe(CommandLine line, Terminal terminal) throws CliException {
        JobGraph graph = JobDefinition.build(line, JobFlags.configuration(line, access));
        PrintStream out = terminal.out();
        out.println("----------------------- Execution Plan -----------------------");
        out.println(
                graph.name()
                        + " ("
                        + graph.code().jobClass()
                        + "), "
                        + (graph.bounded() ? "bounded" : "unbounded")
                        + ", needs "
                        + graph.requiredSlots()
                        + " slots");
        for (JobVertex vertex : graph.vertices()) {
            out.print(
                    "  ["
                            + vertex.index()
                            + "] "
                            + vertex.name()
                            + " (parallelism "
                            + vertex.parallelism());
            out.println(
                    vertex.splits().isEmpty() ? ")" : ", " + vertex.splits().size() + " splits)");
            for (JobEdge edge : graph.inputsOf(vertex.index())) {
                out.println("        from [" + edge.source() + "], " + edge.partitioning());
            }
        }
        out.println("--------------------------------------------------------------");
    }
}
