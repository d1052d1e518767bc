package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.JobMaster;

/** The jobs that ended last: what they were and what became of them. */
final class EndedJobs {

    private final Map<JobId, EndedJob> jobs;

    /**
     * A job that ended.
     *
     * @param graph tells a repeated submission from another job of the same id; empty if it could
     *     not be read when the job was dropped
     */
    record EndedJob(Optional<JobGraph> graph, JobDetails details, CheckpointReport checkpoints) {
        EndedJob {
            requireNonNull(graph, "graph");
            requireNonNull(details, "details");
            requireNonNull(checkpoints, "checkpoints");
        }
    }

    /**
     * @param capacity how many are kept; beyond it the one that ended first goes
     */
    EndedJobs(int capacity) {
        jobs =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<JobId, EndedJob> eldest) {
                        return size() > capacity;
                    }
                };
    }

    void add(JobMaster job) {
        JobId id = job.graph().id();
        jobs.put(id, new EndedJob(Optional.of(job.graph()), job.details(), job.checkpoints()));
    }

    /** A job of which only the result is left. */
    void add(JobResult result) {
        jobs.put(
                result.id(), new EndedJob(result.graph(), result.details(), CheckpointReport.NONE));
    }

    Optional<EndedJob> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** In the order they ended. */
    List<JobSummary> summaries() {
        return jobs.values().stream().map(job -> job.details().summary()).toList();
    }

    int count(JobStatus status) {
        return (int) summaries().stream().filter(job -> job.status() == status).count();
    }
}
