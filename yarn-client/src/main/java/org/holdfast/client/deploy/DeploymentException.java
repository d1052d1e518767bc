package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

/**
 * YARN or HDFS refused, or could not be reached. The message says what, with which input, and what
 * to do.
 */
public final class DeploymentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public DeploymentException(Kind kind, String message) {
        this(kind, message, null);
    }

    public DeploymentException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }

    /** What a caller can do. */
    public enum Kind {
        /**
         * The request is wrong: no such queue, more memory than there is, no Hadoop configuration.
         */
        INVALID,
        /** No answer; worth another try. */
        UNREACHABLE,
        /** The application ended before it served. */
        FAILED,
        /** There is no such application. */
        NOT_FOUND
    }
}
