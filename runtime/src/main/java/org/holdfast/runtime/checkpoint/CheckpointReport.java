package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A job's checkpoints, for people. Times of day are wall-clock milliseconds since 1970.
 *
 * @param intervalMillis between two triggers; 0 if none are taken but savepoints
 * @param completed how many there were, savepoints included
 * @param failed how many there were
 * @param restored what the running tasks started from; empty if from nothing
 * @param latest the newest completed one
 * @param history newest first, at most {@code web.checkpoints.history}
 */
public record CheckpointReport(
        long intervalMillis,
        long completed,
        long failed,
        Optional<Restored> restored,
        Optional<Checkpoint> latest,
        List<Checkpoint> history) {

    /** Of a job that took none. */
    public static final CheckpointReport NONE =
            new CheckpointReport(0, 0, 0, Optional.empty(), Optional.empty(), List.of());

    public CheckpointReport {
        requireNonNull(restored, "restored");
        requireNonNull(latest, "latest");
        history = List.copyOf(history);
    }

    /** Where a job went on, and since when. */
    public record Restored(long id, String path, long time) {}

    /** What became of a checkpoint. */
    public enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /**
     * One checkpoint.
     *
     * @param id value of its {@link CheckpointId}
     * @param name the same as {@code EPOCH-NUMBER}
     * @param durationMillis from the trigger to the commit, or until now
     * @param stateBytes of all keyed state
     * @param alignmentMicros the longest of any task
     * @param pauseMicros the longest of any task
     * @param uploadMicros the longest of any task
     * @param acknowledged how many tasks have done their part
     * @param tasks how many take part
     * @param path of its metadata file; empty if it is not complete
     * @param failure why it failed; empty if it did not
     */
    public record Checkpoint(
            long id,
            String name,
            CheckpointKind kind,
            Status status,
            long triggerTime,
            long durationMillis,
            long stateBytes,
            long alignmentMicros,
            long pauseMicros,
            long uploadMicros,
            int acknowledged,
            int tasks,
            String path,
            String failure) {}
}
