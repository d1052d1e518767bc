package org.holdfast.runtime.checkpoint;

/** A checkpoint or savepoint cannot be taken, read or used; says which, why, and what to do. */
public final class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
