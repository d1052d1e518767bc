package org.holdfast.runtime.dispatcher;

import java.util.List;
import java.util.Map;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.TakeoverReport;

/**
 * How far this JobManager's start has come, and when. Times are milliseconds, on a monotonic clock,
 * since its process was started or, if it stood by, since it saw that the leader was gone.
 *
 * @param epoch of its leadership
 * @param age the time when this was asked
 * @param phases those reached, in the order they were
 * @param recoveredJobs how many jobs of earlier JobManagers it runs
 * @param awaitedJobs how many of them do not run with all their tasks yet
 * @param firstCheckpoints when each of them completed its first checkpoint
 * @param takeovers what became of the tasks of those that had tasks, in the order it was decided
 */
public record RecoveryTimeline(
        long epoch,
        long age,
        List<Reached> phases,
        int recoveredJobs,
        int awaitedJobs,
        Map<JobId, Long> firstCheckpoints,
        List<Takeover> takeovers) {

    public RecoveryTimeline {
        phases = List.copyOf(phases);
        firstCheckpoints = Map.copyOf(firstCheckpoints);
        takeovers = List.copyOf(takeovers);
    }

    /**
     * What became of one job's tasks.
     *
     * @param longestGapMillis the longest time between two outputs of one of its sinks' subtasks
     *     since the JobManager before was lost, as far as it is known by now
     */
    public record Takeover(
            JobId job, String jobName, TakeoverReport tasks, long longestGapMillis) {}

    /** What a JobManager goes through. */
    public enum Phase {
        /** Its own code runs. */
        STARTED,
        /** It leads, and may read what is stored. */
        ELECTED,
        /** It knows all jobs. */
        JOBS_LOADED,
        /** TaskManagers and clients can find it. */
        PUBLISHED,
        /** The latest of the TaskManagers has registered that came before all tasks ran. */
        TASK_MANAGERS_BACK,
        /** All tasks of all recovered jobs run. */
        TASKS_RUNNING
    }

    /** A phase, and when it was reached. */
    public record Reached(Phase phase, long millis) {}
}
