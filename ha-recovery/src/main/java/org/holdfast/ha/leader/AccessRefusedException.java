package org.holdfast.ha.leader;

import java.io.IOException;

/**
 * The store does not let this process do what it must: it is not authenticated, or not allowed.
 * Nothing was changed. Somebody has to correct a configuration or a right; waiting does not help.
 */
public class AccessRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    public AccessRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
