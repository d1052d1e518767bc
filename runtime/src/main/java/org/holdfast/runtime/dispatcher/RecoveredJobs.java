package org.holdfast.runtime.dispatcher;

import java.util.List;

/**
 * All that the JobManagers before this one left behind.
 *
 * @param jobs those that have not ended
 * @param quarantined those of which something cannot be read
 * @param results of those that have ended
 */
public record RecoveredJobs(
        List<RecoveredJob> jobs, List<QuarantinedJob> quarantined, List<RecoveredResult> results) {

    /** Nothing. */
    public static final RecoveredJobs NONE = new RecoveredJobs(List.of(), List.of(), List.of());

    public RecoveredJobs {
        jobs = List.copyOf(jobs);
        quarantined = List.copyOf(quarantined);
        results = List.copyOf(results);
    }

    /**
     * A job that has ended.
     *
     * @param dirty whether something of it is still to be removed
     */
    public record RecoveredResult(JobResult result, boolean dirty) {}
}
