package org.holdfast.runtime.dispatcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.jobgraph.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that cannot be recovered as they are, in the order they were found. */
final class QuarantinedJobs {

    private static final Logger log = LoggerFactory.getLogger(QuarantinedJobs.class);

    private final Map<JobId, QuarantinedJob> jobs = new LinkedHashMap<>();

    void add(QuarantinedJob job) {
        log.error(
                "Job {} ({}) is quarantined: {}. Others go on; retry, restore or drop it.",
                job.id(),
                job.name(),
                job.reason());
        jobs.put(job.id(), job);
    }

    void remove(JobId id) {
        jobs.remove(id);
    }

    Optional<QuarantinedJob> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    List<QuarantinedJob> all() {
        return List.copyOf(jobs.values());
    }

    static JobSummary summaryOf(QuarantinedJob job) {
        return new JobSummary(job.id(), job.name(), JobStatus.QUARANTINED, 0, 0, 0, 0);
    }

    static JobDetails detailsOf(QuarantinedJob job) {
        return detailsOf(
                summaryOf(job), "an operator to retry, restore or drop it", 0, job.reason());
    }

    /** How it is listed when it was dropped. */
    static JobDetails detailsOfDropped(QuarantinedJob job, long nowMillis) {
        JobSummary summary =
                new JobSummary(
                        job.id(), job.name(), JobStatus.CANCELED, nowMillis, nowMillis, 0, 0);
        return detailsOf(summary, "", nowMillis, "dropped by an operator: " + job.reason());
    }

    private static JobDetails detailsOf(
            JobSummary summary, String waitingFor, long time, String reason) {
        return new JobDetails(
                summary,
                "",
                0,
                waitingFor,
                0,
                "",
                List.of(new JobDetails.Failure(time, "", reason)),
                List.of(),
                0,
                0,
                false);
    }
}
