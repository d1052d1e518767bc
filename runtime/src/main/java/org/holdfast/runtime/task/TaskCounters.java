package org.holdfast.runtime.task;

/**
 * What one attempt has done since it started.
 *
 * @param recordsIn records taken from its input; for a source, records read
 * @param recordsOut records put out to other tasks or written by its sinks
 * @param completedSize how much of its splits a source has read, in the splits' unit
 * @param backPressuredMillis time spent waiting for receivers, in milliseconds
 * @param idleMillis time spent waiting for input, in milliseconds
 */
public record TaskCounters(
        long recordsIn,
        long recordsOut,
        long completedSize,
        long backPressuredMillis,
        long idleMillis) {

    /** Nothing done yet. */
    public static final TaskCounters NONE = new TaskCounters(0, 0, 0, 0, 0);
}
