package org.holdfast.runtime.dispatcher;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.holdfast.api.SourceSplit;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.jobgraph.Partitioning;

/** Looks a submitted graph over: it may come from anywhere. */
final class JobGraphCheck {

    private static final int LONGEST_NAME = 128;

    private final JobGraph graph;

    private JobGraphCheck(JobGraph graph) {
        this.graph = graph;
    }

    /**
     * @throws JobRejectedException if the graph does not hold together, saying where
     */
    static void check(JobGraph graph) {
        JobGraphCheck check = new JobGraphCheck(graph);
        check.job();
        for (int place = 0; place < graph.vertices().size(); place++) {
            check.vertex(place, graph.vertices().get(place));
        }
        for (int place = 0; place < graph.edges().size(); place++) {
            check.edge(place, graph.edges().get(place));
        }
        graph.vertices().forEach(check::splits);
    }

    private void job() {
        String name = graph.name();
        require(
                !name.isBlank()
                        && name.length() <= LONGEST_NAME
                        && name.chars().noneMatch(Character::isISOControl),
                "its name has "
                        + name.length()
                        + " characters (expected: 1 to "
                        + LONGEST_NAME
                        + ", none of them a control character)");
        require(!graph.vertices().isEmpty(), "it has no vertices (expected: a source and a sink)");
        require(
                graph.hash().matches("[0-9a-f]{64}"),
                "its hash is '" + graph.hash() + "' (expected: 64 hexadecimal digits)");
    }

    private void vertex(int place, JobVertex vertex) {
        require(
                vertex.index() == place,
                "vertex " + place + " has index " + vertex.index() + " (expected: its place)");
    }

    private void edge(int place, JobEdge edge) {
        require(
                edge.index() == place,
                "edge " + place + " has index " + edge.index() + " (expected: its place)");
        int vertices = graph.vertices().size();
        require(
                edge.source() >= 0 && edge.source() < edge.target() && edge.target() < vertices,
                "edge "
                        + place
                        + " goes from vertex "
                        + edge.source()
                        + " to "
                        + edge.target()
                        + " (expected: to a later one of "
                        + vertices
                        + ")");
        JobVertex source = graph.vertices().get(edge.source());
        JobVertex target = graph.vertices().get(edge.target());
        require(
                edge.sourceOperator() >= 0 && edge.sourceOperator() < source.operators().size(),
                "edge " + place + " leaves operator " + edge.sourceOperator() + ", which is none");
        require(
                edge.partitioning() != Partitioning.FORWARD
                        || source.parallelism() == target.parallelism(),
                "forward edge "
                        + place
                        + " joins parallelism "
                        + source.parallelism()
                        + " to "
                        + target.parallelism()
                        + " (expected: equal)");
    }

    private void splits(JobVertex vertex) {
        List<SourceSplit> splits = vertex.splits();
        require(
                splits.isEmpty() || graph.isSource(vertex.index()),
                "vertex '" + vertex.name() + "' has both splits and inputs (expected: one kind)");
        Set<String> ids = new HashSet<>();
        for (SourceSplit split : splits) {
            require(
                    ids.add(split.id()),
                    "vertex '" + vertex.name() + "' has two splits '" + split.id() + "'");
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new JobRejectedException("job " + graph.id() + " is not valid: " + otherwise);
        }
    }
}
