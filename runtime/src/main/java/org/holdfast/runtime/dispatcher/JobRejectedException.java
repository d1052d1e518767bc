package org.holdfast.runtime.dispatcher;

/** A job was not accepted; nothing of it is kept. The message says why and what to do. */
public final class JobRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JobRejectedException(String message) {
        super(message);
    }
}
