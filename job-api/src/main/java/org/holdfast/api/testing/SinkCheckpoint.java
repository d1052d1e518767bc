package org.holdfast.api.testing;

import java.util.ArrayList;
import java.util.List;

/** A checkpoint of a {@link SinkJob}, running or committed. */
final class SinkCheckpoint {

    private final long id;
    private final int[] positions;
    private final List<String> staged = new ArrayList<>();

    /**
     * @param positions by split, how many records precede the barrier; filled in as barriers pass
     */
    SinkCheckpoint(long id, int[] positions) {
        this.id = id;
        this.positions = positions.clone();
    }

    /** Number as a job numbers its checkpoints: of an epoch, and within it. */
    static long id(int epoch, int number) {
        return ((long) epoch << Integer.SIZE) | number;
    }

    long id() {
        return id;
    }

    int[] positions() {
        return positions;
    }

    /** Transactions to commit. */
    List<String> staged() {
        return staged;
    }

    @Override
    public String toString() {
        return "checkpoint " + (id >>> Integer.SIZE) + "-" + (int) id;
    }
}
