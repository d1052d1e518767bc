package org.holdfast.ha.store;

import java.io.IOException;

/** There is a job of this id already, and it is another one. Nothing was changed. */
public final class JobConflictException extends IOException {

    private static final long serialVersionUID = 1L;

    JobConflictException(String message) {
        super(message);
    }
}
