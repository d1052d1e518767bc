package org.holdfast.ha.leader;

import java.io.IOException;

/** Another process leads: this one must make no further change, and end. */
public final class FencedException extends IOException {

    private static final long serialVersionUID = 1L;

    public FencedException(String message) {
        super(message);
    }
}
