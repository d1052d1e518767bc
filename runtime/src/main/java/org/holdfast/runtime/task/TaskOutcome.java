package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

/** How a task's thread ended. */
sealed interface TaskOutcome {

    /** All input was processed, everything is written. */
    record Finished() implements TaskOutcome {}

    /** It stopped because it was told to. */
    record Cancelled() implements TaskOutcome {}

    /**
     * Something threw.
     *
     * @param failure stack trace, at most {@link FailureText#MAX_LENGTH} long
     * @param isFatal whether the process cannot be trusted any more
     */
    record Failed(String failure, Throwable cause, boolean isFatal) implements TaskOutcome {

        public Failed {
            requireNonNull(failure, "failure");
            requireNonNull(cause, "cause");
        }
    }
}
