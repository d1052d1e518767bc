package org.holdfast.runtime.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.api.SourceSplit;
import org.holdfast.runtime.jobgraph.GraphHashes;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.jobgraph.Partitioning;

/** Builds job graphs by hand. */
public final class TestGraphs {

    private final List<JobVertex> vertices = new ArrayList<>();
    private final List<JobEdge> edges = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private JobId id = JobId.random();
    private String name = "job";

    /** An empty graph. */
    public static TestGraphs graph() {
        return new TestGraphs();
    }

    /** A source, hash-partitioned to a counting vertex, both of the given parallelism. */
    public static TestGraphs counting(int parallelism) {
        return graph().source("lines", parallelism, 2 * parallelism)
                .vertex("count", parallelism)
                .edge(0, 1, Partitioning.HASH);
    }

    public TestGraphs id(JobId newId) {
        id = newId;
        return this;
    }

    public TestGraphs name(String newName) {
        name = newName;
        return this;
    }

    /** A source with splits of size 100. */
    public TestGraphs source(String vertex, int parallelism, int splits) {
        List<SourceSplit> all = new ArrayList<>();
        for (int i = 0; i < splits; i++) {
            all.add(new SourceSplit("split-" + i, "", 100));
        }
        return add(vertex, parallelism, all);
    }

    public TestGraphs vertex(String vertex, int parallelism) {
        return add(vertex, parallelism, List.of());
    }

    private TestGraphs add(String vertex, int parallelism, List<SourceSplit> splits) {
        vertices.add(
                new JobVertex(vertices.size(), vertex, List.of(vertex), parallelism, true, splits));
        return this;
    }

    public TestGraphs edge(int source, int target, Partitioning partitioning) {
        edges.add(new JobEdge(edges.size(), source, 0, target, partitioning));
        return this;
    }

    public TestGraphs setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Restarts after each failure, at once, a number of times. */
    public TestGraphs restarting(int attempts) {
        return setting("restart-strategy", "fixed-delay")
                .setting("restart-strategy.fixed-delay.attempts", Integer.toString(attempts))
                .setting("restart-strategy.fixed-delay.delay", "0 ms");
    }

    public JobGraph build() {
        JobCode code = new JobCode("a".repeat(64), "org.example.TestJob", List.of(), 1);
        String hash = GraphHashes.of(vertices, edges);
        return new JobGraph(id, name, code, vertices, edges, settings, hash);
    }
}
