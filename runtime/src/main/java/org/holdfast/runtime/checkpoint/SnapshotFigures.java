package org.holdfast.runtime.checkpoint;

/**
 * How long one task's part of a checkpoint took, and how large it is. Times in microseconds.
 *
 * @param alignmentMicros from the first barrier to the last; 0 for sources
 * @param pauseMicros how long the task processed nothing for the snapshot's sake
 * @param uploadMicros from the end of the pause until the snapshot was durable
 * @param stateBytes size of the keyed state
 */
public record SnapshotFigures(
        long alignmentMicros, long pauseMicros, long uploadMicros, long stateBytes) {

    /** Nothing took any time. */
    public static final SnapshotFigures NONE = new SnapshotFigures(0, 0, 0, 0);
}
