package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

/**
 * A TaskManager's news of one attempt.
 *
 * @param state INITIALIZING, RUNNING, FINISHING, CANCELING, FINISHED, CANCELED or FAILED
 * @param failure for FAILED, what failed: the stack trace as text, at most 16 KiB; otherwise empty
 * @param counters as they stood then
 */
public record TaskStateChange(
        ExecutionAttemptId attempt, ExecutionState state, String failure, TaskCounters counters) {

    public TaskStateChange {
        requireNonNull(attempt, "attempt");
        requireNonNull(state, "state");
        requireNonNull(failure, "failure");
        requireNonNull(counters, "counters");
    }
}
