package org.holdfast.ha.leader;

import java.io.IOException;

/** A value is there that should not be, or the other way round. Nothing was changed. */
public final class ConflictException extends IOException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }
}
