package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;

/** The jobs that ended last: what they were and what became of them. */
final class EndedJobs {

    private final Map<JobId, EndedJob> jobs;

    /**
     * A job that ended.
     *
     * @param graph tells a repeated submission from another job of the same id
     */
    record EndedJob(JobGraph graph, JobDetails details) {
        EndedJob {
            requireNonNull(graph, "graph");
            requireNonNull(details, "details");
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

    void add(JobGraph graph, JobDetails details) {
        jobs.put(graph.id(), new EndedJob(graph, details));
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
