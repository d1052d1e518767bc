package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * Names one try to run one subtask of one vertex.
 *
 * @param vertex index of the vertex in its job graph
 * @param subtask 0 to parallelism - 1
 * @param attempt 0 for the first try in this run of the job
 */
public record ExecutionAttemptId(JobId job, int vertex, int subtask, int attempt) {

    public ExecutionAttemptId {
        requireNonNull(job, "job");
        if (vertex < 0 || subtask < 0 || attempt < 0) {
            throw new IllegalArgumentException(
                    "execution attempt: vertex "
                            + vertex
                            + ", subtask "
                            + subtask
                            + ", attempt "
                            + attempt
                            + " (expected: >= 0)");
        }
    }

    /** Reads the form {@link #toString} writes. */
    @JsonCreator
    public static ExecutionAttemptId parse(String text) {
        String[] parts = text.split("_", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    "execution attempt: '" + text + "' (expected: job_vertex_subtask_attempt)");
        }
        return new ExecutionAttemptId(
                new JobId(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]));
    }

    @Override
    @JsonValue
    public String toString() {
        return job + "_" + vertex + "_" + subtask + "_" + attempt;
    }
}
