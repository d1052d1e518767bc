package org.holdfast.runtime.task.checkpoint;

import java.io.IOException;

/** The file system did not take a state file; the state itself is in order. */
final class StateWriteException extends IOException {

    private static final long serialVersionUID = 1L;

    StateWriteException(String message, IOException cause) {
        super(message, cause);
    }
}
