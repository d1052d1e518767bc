package org.holdfast.runtime.jobmaster;

import java.util.List;

/**
 * What became of a job's tasks when another JobManager took the job over.
 *
 * @param adoptedTasks how many run on untouched, or had FINISHED
 * @param restoredTasks how many are started over from the latest checkpoint
 * @param adoptedRegions how many regions of the job the adopted tasks make up
 * @param restoredRegions how many the others make up
 * @param reasons why tasks are started over, one for each of the first that could not go on
 */
public record TakeoverReport(
        int adoptedTasks,
        int restoredTasks,
        int adoptedRegions,
        int restoredRegions,
        List<String> reasons) {

    /** More reasons are not worth their memory. */
    static final int MAX_REASONS = 10;

    public TakeoverReport {
        reasons = List.copyOf(reasons);
    }
}
