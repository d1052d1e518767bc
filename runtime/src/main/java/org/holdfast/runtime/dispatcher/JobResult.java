package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * What became of a job that has ended.
 *
 * @param graph empty if it could not be read when the job was dropped; then nothing is removed that
 *     a user may still want, neither checkpoints nor the jar
 * @param details as they are to stay, in a terminal status
 */
public record JobResult(JobId id, Optional<JobGraph> graph, JobDetails details) {

    public JobResult {
        requireNonNull(id, "id");
        requireNonNull(graph, "graph");
        requireNonNull(details, "details");
        JobStatus status = details.summary().status();
        if (!status.isTerminal()) {
            throw new IllegalArgumentException(
                    "result of job " + id + ": " + status + " (expected: a terminal status)");
        }
        boolean same = graph.map(JobGraph::id).orElse(id).equals(id);
        if (!same || !details.summary().id().equals(id)) {
            throw new IllegalArgumentException("result of job " + id + " is that of another job");
        }
    }
}
