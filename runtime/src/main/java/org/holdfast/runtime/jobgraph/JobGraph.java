package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * A job as submitted.
 *
 * @param name shown to people, 1 to 128 characters
 * @param vertices in topological order; {@code vertices.get(i).index() == i}
 * @param edges {@code edges.get(i).index() == i}
 * @param settings the job's own configuration (restart strategy, checkpoints), by configuration
 *     key; what is not here comes from the cluster
 * @param hash SHA-256 over vertices (without their splits) and edges, 64 lower-case hexadecimal
 *     digits: what a TaskManager must get when it defines the job again
 */
public record JobGraph(
        JobId id,
        String name,
        JobCode code,
        List<JobVertex> vertices,
        List<JobEdge> edges,
        Map<String, String> settings,
        String hash) {

    public JobGraph {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(code, "code");
        requireNonNull(hash, "hash");
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        settings = Map.copyOf(settings);
    }

    /** How many slots the job needs: subtask i of every vertex shares slot i. */
    public int requiredSlots() {
        return vertices.stream().mapToInt(JobVertex::parallelism).max().orElse(0);
    }

    /** Whether the job ends by itself. */
    public boolean bounded() {
        return vertices.stream().allMatch(JobVertex::bounded);
    }

    /** Edges into a vertex. */
    public List<JobEdge> inputsOf(int vertex) {
        return edges.stream().filter(edge -> edge.target() == vertex).toList();
    }

    /** Whether no edge leads into a vertex. */
    public boolean isSource(int vertex) {
        return edges.stream().noneMatch(edge -> edge.target() == vertex);
    }

    /** Edges out of a vertex. */
    public List<JobEdge> outputsOf(int vertex) {
        return edges.stream().filter(edge -> edge.source() == vertex).toList();
    }
}
