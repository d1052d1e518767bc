package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

/**
 * How a cluster ended, in the terms YARN has for it.
 *
 * @param diagnostics for people
 */
public record ClusterEnd(Status status, String diagnostics) {

    public ClusterEnd {
        requireNonNull(status, "status");
        requireNonNull(diagnostics, "diagnostics");
    }

    /** Final status of the application. */
    public enum Status {
        /** Stopped in order, or its one job FINISHED. */
        SUCCEEDED,
        /** Its one job FAILED, or too many of its attempts achieved nothing. */
        FAILED,
        /** The JobManager cannot go on. Its jobs are not over: another attempt may take them on. */
        BROKEN,
        /** Its one job was CANCELED. */
        KILLED
    }
}
