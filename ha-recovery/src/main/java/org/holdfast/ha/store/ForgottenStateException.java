package org.holdfast.ha.store;

import java.io.IOException;

/**
 * The coordination store knows less than the storage directory shows: it was emptied or restored,
 * or it is another one. Trying again does not help; nothing may be recovered until people have
 * looked.
 */
public final class ForgottenStateException extends IOException {

    private static final long serialVersionUID = 1L;

    ForgottenStateException(String message) {
        super(message);
    }
}
