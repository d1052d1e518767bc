package org.holdfast.runtime.task;

/**
 * What one attempt has done since it started, or several have.
 *
 * @param recordsIn records taken from its input; for a source, records read
 * @param recordsOut records put out to other tasks or written by its sinks
 * @param completedSize how much of its splits a source has read, in the splits' unit
 * @param backPressuredMillis time spent waiting for receivers, in milliseconds
 * @param idleMillis time spent waiting for input, in milliseconds
 * @param longestGapMillis longest time its sinks were given nothing while there was no JobManager,
 *     the latest time there was none, and just after; see {@link OutputGap}. 0 for a task without a
 *     sink, and if the JobManager was never lost
 */
public record TaskCounters(
        long recordsIn,
        long recordsOut,
        long completedSize,
        long backPressuredMillis,
        long idleMillis,
        long longestGapMillis) {

    /** Nothing done yet. */
    public static final TaskCounters NONE = new TaskCounters(0, 0, 0, 0, 0, 0);

    /** What both have done: their sums, and the longer of their gaps. */
    public TaskCounters plus(TaskCounters other) {
        return new TaskCounters(
                recordsIn + other.recordsIn,
                recordsOut + other.recordsOut,
                completedSize + other.completedSize,
                backPressuredMillis + other.backPressuredMillis,
                idleMillis + other.idleMillis,
                Math.max(longestGapMillis, other.longestGapMillis));
    }
}
