package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

/** How a task's thread ended. */
sealed interface TaskOutcome {

    /** What it means for a task that something was thrown. */
    static TaskOutcome of(Throwable failure) {
        return failure instanceof TaskCancelledException
                ? new Cancelled()
                : new Failed(FailureText.of(failure), failure, isFatal(failure));
    }

    /** Whether the JVM itself is in trouble; a stack overflow is the user's code only. */
    private static boolean isFatal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 100; depth++) {
            if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

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
