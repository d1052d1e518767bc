package org.holdfast.client.cli;

import java.io.PrintStream;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;

/** {@code holdfast info}: shows what a job would run, without running it. */
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
        return "[OPTIONS] JOB_JAR [--name value ...]";
    }

    @Override
    public String summary() {
        return "Shows the graph of a job without running it.";
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
        return ExitCode.OK;
    }
}
