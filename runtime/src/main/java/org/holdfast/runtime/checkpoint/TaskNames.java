package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.List;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.task.ExecutionAttemptId;

/** What people call the tasks of a job. */
final class TaskNames {

    private static final int MOST_NAMED = 5;

    private final JobGraph graph;

    TaskNames(JobGraph graph) {
        this.graph = requireNonNull(graph, "graph");
    }

    /** The vertex, and which of its subtasks, counted from 1. */
    String of(ExecutionAttemptId attempt) {
        JobVertex vertex = graph.vertices().get(attempt.vertex());
        return "%s (%d/%d)".formatted(vertex.name(), attempt.subtask() + 1, vertex.parallelism());
    }

    /** The first few of them. */
    String of(List<ExecutionAttemptId> attempts) {
        return attempts.stream().limit(MOST_NAMED).map(this::of).collect(joining(", "))
                + (attempts.size() > MOST_NAMED ? ", ..." : "");
    }
}
