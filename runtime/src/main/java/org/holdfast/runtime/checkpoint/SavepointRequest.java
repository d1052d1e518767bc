package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

/**
 * A user's wish for a savepoint.
 *
 * @param directory below which it is put; empty for {@code state.savepoints.dir}
 */
public record SavepointRequest(String directory, Mode mode) {

    /** What the job does after its savepoint. */
    public enum Mode {
        /** It goes on. */
        GO_ON,
        /** It ends, and can be resumed from there. */
        STOP,
        /** Its sources end first as if they had read all their input, then it ends. */
        DRAIN
    }

    public SavepointRequest {
        requireNonNull(directory, "directory");
        requireNonNull(mode, "mode");
    }
}
