package org.holdfast.runtime.checkpoint;

/** Why a snapshot is taken. */
public enum CheckpointKind {
    /** At regular intervals, to recover from failures; removed when newer ones replace it. */
    CHECKPOINT(false),
    /** Asked for by a user, who owns its files. */
    SAVEPOINT(false),
    /** A savepoint behind which sources put out nothing more: the job ends with it. */
    STOP(true),
    /**
     * The last one of a job whose input has ended. No record is under way any more, so it needs no
     * barriers: each task is told directly.
     */
    CLOSING(true);

    private final boolean last;

    CheckpointKind(boolean last) {
        this.last = last;
    }

    /** Whether tasks finish when it is complete. */
    public boolean isLast() {
        return last;
    }

    /** For people, at the start of a sentence. */
    public String title() {
        return this == SAVEPOINT || this == STOP ? "Savepoint" : "Checkpoint";
    }
}
