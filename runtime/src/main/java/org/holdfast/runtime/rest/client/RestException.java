package org.holdfast.runtime.rest.client;

/** A request had no success. The message says what to do, in the JobManager's words if it spoke. */
public final class RestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Status of a request that got no answer. */
    public static final int NO_ANSWER = 0;

    private final int status;

    public RestException(int status, String message) {
        this(status, message, null);
    }

    public RestException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status, or {@link #NO_ANSWER}. */
    public int status() {
        return status;
    }
}
