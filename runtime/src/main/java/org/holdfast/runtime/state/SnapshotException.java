package org.holdfast.runtime.state;

/**
 * An operator cannot take part in a checkpoint now; says which, why, and what to do. Nothing has
 * failed: its task declines the checkpoint and goes on.
 */
public final class SnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SnapshotException(String message) {
        super(message);
    }
}
