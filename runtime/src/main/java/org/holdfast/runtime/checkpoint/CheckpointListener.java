package org.holdfast.runtime.checkpoint;

/** Hears of a job's checkpoints. Called on the main thread. */
public interface CheckpointListener {

    /** A checkpoint is committed, and its tasks have been told. */
    void onCheckpointCompleted(CheckpointMetadata checkpoint);

    /**
     * More checkpoints in a row have failed than are tolerated; the job is to fail.
     *
     * @param reason of the last failure, naming task, operator and file
     */
    void onTooManyFailures(String reason);
}
