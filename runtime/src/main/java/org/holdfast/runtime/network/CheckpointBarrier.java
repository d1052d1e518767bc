package org.holdfast.runtime.network;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.checkpoint.CheckpointKind;

/**
 * Divides the records of a stream into those a checkpoint holds and those it does not.
 *
 * @param checkpoint the value of its {@link org.holdfast.runtime.checkpoint.CheckpointId}
 * @param directory where tasks put their state files, fully qualified, at most 1024 characters; it
 *     is theirs and the checkpoint's alone
 */
public record CheckpointBarrier(long checkpoint, CheckpointKind kind, String directory)
        implements StreamEvent {

    /** Longest directory, in characters. */
    public static final int MAX_DIRECTORY = 1024;

    public CheckpointBarrier {
        requireNonNull(kind, "kind");
        requireNonNull(directory, "directory");
        if (checkpoint < 1) {
            throw new IllegalArgumentException("checkpoint: " + checkpoint + " (expected: >= 1)");
        }
        if (directory.length() > MAX_DIRECTORY) {
            throw new IllegalArgumentException(
                    "checkpoint directory: "
                            + directory.length()
                            + " characters (expected: at most "
                            + MAX_DIRECTORY
                            + ")");
        }
    }
}
