package org.holdfast.runtime.checkpoint;

/**
 * Numbers a job's checkpoints, savepoints included; never reused, also not by a later JobManager,
 * because the upper half is the epoch of the one that triggered it.
 *
 * @param epoch of the JobManager, 0 to 2<sup>31</sup> - 1
 * @param number 1 or more within the epoch
 */
public record CheckpointId(int epoch, int number) implements Comparable<CheckpointId> {

    public CheckpointId {
        if (epoch < 0 || number < 1) {
            throw new IllegalArgumentException(
                    "checkpoint: epoch "
                            + epoch
                            + ", number "
                            + number
                            + " (expected: epoch >= 0, number >= 1)");
        }
    }

    /** The id that is this number. */
    public static CheckpointId of(long value) {
        return new CheckpointId((int) (value >>> Integer.SIZE), (int) value);
    }

    /** As one number, in the order of the ids. */
    public long value() {
        return ((long) epoch << Integer.SIZE) | number;
    }

    /** For directories and people: {@code EPOCH-NUMBER}. */
    @Override
    public String toString() {
        return epoch + "-" + number;
    }

    @Override
    public int compareTo(CheckpointId other) {
        return Long.compare(value(), other.value());
    }
}
