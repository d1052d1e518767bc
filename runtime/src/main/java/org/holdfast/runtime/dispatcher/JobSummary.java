package org.holdfast.runtime.dispatcher;

import org.holdfast.runtime.jobgraph.JobId;

/**
 * A job in a list. Times are wall-clock milliseconds since 1970, for people.
 *
 * @param endTime 0 while the job has not ended
 */
public record JobSummary(
        JobId id,
        String name,
        JobStatus status,
        long startTime,
        long endTime,
        int tasks,
        int runningTasks) {}
