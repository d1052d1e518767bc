package org.holdfast.runtime.checkpoint;

/** Counts how many checkpoints have failed in a row. */
final class FailureTolerance {

    private final int tolerable;
    private int inARow;

    FailureTolerance(int tolerable) {
        this.tolerable = tolerable;
    }

    /**
     * One more has failed.
     *
     * @return whether that is more than are tolerated
     */
    boolean isOneTooMany() {
        inARow++;
        return inARow > tolerable;
    }

    /** One has not failed, or the job has restarted. */
    void reset() {
        inARow = 0;
    }
}
