package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;

/**
 * An application as YARN reports it.
 *
 * @param state YARN's word for it, as RUNNING
 * @param phase what that means for a client
 * @param diagnostics for people, may be empty
 * @param restUrl the JobManager's own address, while it runs
 */
public record ApplicationStatus(
        String applicationId,
        String state,
        Phase phase,
        String diagnostics,
        Optional<URI> restUrl) {

    public ApplicationStatus {
        requireNonNull(applicationId, "applicationId");
        requireNonNull(state, "state");
        requireNonNull(phase, "phase");
        requireNonNull(diagnostics, "diagnostics");
        requireNonNull(restUrl, "restUrl");
    }

    /** What a client needs to know. */
    public enum Phase {
        /** Accepted, not running yet. */
        STARTING,
        /** Its JobManager serves. */
        RUNNING,
        /** Over, in order. */
        SUCCEEDED,
        /** Over, by failure. */
        FAILED,
        /** Over, by somebody's word. */
        KILLED;

        /** Whether the application has ended. */
        public boolean isTerminal() {
            return this == SUCCEEDED || this == FAILED || this == KILLED;
        }
    }
}
