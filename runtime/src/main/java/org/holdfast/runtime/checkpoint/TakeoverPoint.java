package org.holdfast.runtime.checkpoint;

/**
 * Where a JobManager goes on that has taken over the tasks of a job.
 *
 * @param epoch of its leadership
 * @param committed value of the latest committed checkpoint, 0 for none
 */
public record TakeoverPoint(int epoch, long committed) {

    /**
     * Whether an earlier JobManager has begun this checkpoint, and it will never be committed. The
     * first checkpoints of this one are not meant: their barriers come from other TaskManagers, and
     * may have come before the takeover is heard of.
     */
    public boolean givesUp(long checkpoint) {
        return checkpoint != committed && CheckpointId.of(checkpoint).epoch() < epoch;
    }
}
