package org.holdfast.ha.leader;

import java.io.IOException;

/** A change was sent, and no answer came back: it may have happened or not. */
public final class UnknownOutcomeException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnknownOutcomeException(String message, Throwable cause) {
        super(message, cause);
    }
}
