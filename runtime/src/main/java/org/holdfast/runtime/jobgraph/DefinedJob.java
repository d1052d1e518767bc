package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What one run of {@code Job.define} gave: the graph, and for each vertex the chain with its
 * function instances. The instances are for one subtask: run {@code define} again for the next.
 *
 * @param name the job's name
 * @param vertices without splits
 * @param chains by vertex, the head of its chain
 */
public record DefinedJob(
        String name, List<JobVertex> vertices, List<JobEdge> edges, List<OperatorNode> chains) {

    public DefinedJob {
        requireNonNull(name, "name");
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        chains = List.copyOf(chains);
    }

    /** What {@link JobGraph#hash} of this job is. */
    public String graphHash() {
        return GraphHash.of(vertices, edges);
    }

    /** Names the first part of the graph in which another run of {@code define} differs. */
    public Optional<String> firstDifference(DefinedJob other) {
        if (!name.equals(other.name)) {
            return Optional.of("the job's name: '%s' and '%s'".formatted(name, other.name));
        }
        return firstDifference("vertex", vertices, other.vertices)
                .or(() -> firstDifference("edge", edges, other.edges));
    }

    private static Optional<String> firstDifference(String kind, List<?> one, List<?> two) {
        for (int i = 0; i < Math.max(one.size(), two.size()); i++) {
            Object first = i < one.size() ? one.get(i) : "nothing";
            Object second = i < two.size() ? two.get(i) : "nothing";
            if (!first.equals(second)) {
                return Optional.of("%s %d: %s and %s".formatted(kind, i, first, second));
            }
        }
        return Optional.empty();
    }
}
