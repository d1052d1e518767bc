package org.holdfast.runtime.rest.client;

import static java.util.Objects.requireNonNull;

/** What has become of a savepoint that was asked for. */
public sealed interface SavepointProgress {

    /** It is being taken. */
    record InProgress() implements SavepointProgress {}

    /**
     * It is complete.
     *
     * @param location of its metadata file, fully qualified
     */
    record Completed(String location) implements SavepointProgress {
        public Completed {
            requireNonNull(location, "location");
        }
    }

    /**
     * It was not to be had; the job goes on.
     *
     * @param reason in the JobManager's words
     */
    record Failed(String reason) implements SavepointProgress {
        public Failed {
            requireNonNull(reason, "reason");
        }
    }
}
