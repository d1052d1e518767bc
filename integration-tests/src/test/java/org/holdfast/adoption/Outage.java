package org.holdfast.adoption;

import java.util.Locale;

/**
 * What one failure of the JobManager did to a job, from the failure until the next JobManager's
 * first checkpoint.
 *
 * @param attemptsChanged subtasks in another execution attempt than before
 * @param taskManagersGone processes
 * @param again records that came out twice
 * @param throughput what came out in a second, as a share of what did before
 * @param longestGapMillis between two records of one sink subtask
 * @param longestStallMillis between two records of one that had not come before, until all of them
 *     are such again
 * @param servingMillis until the next JobManager served
 * @param checkpointMillis until it had committed its first checkpoint
 */
record Outage(
        int attemptsChanged,
        int taskManagersGone,
        long again,
        double throughput,
        double longestGapMillis,
        double longestStallMillis,
        long servingMillis,
        long checkpointMillis) {

    /** Cells of a Markdown table. */
    String cells() {
        return String.format(
                Locale.ROOT,
                "%d | %d | %d | %.1f | %.1f | %d | %d",
                attemptsChanged,
                taskManagersGone,
                again,
                throughput * 100,
                longestGapMillis,
                servingMillis,
                checkpointMillis);
    }
}
