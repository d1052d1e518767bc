package org.holdfast.runtime.taskmanager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskStateChange;

/**
 * How the latest attempts ended, so that a message that comes twice finds out and starts nothing.
 */
final class EndedAttempts {

    /** Far more than messages can be late; at 16 KiB each at most, 16 MiB. */
    private static final int MAX_ATTEMPTS = 1024;

    private final Map<ExecutionAttemptId, TaskStateChange> ends = new LinkedHashMap<>();

    void add(TaskStateChange end) {
        ends.put(end.attempt(), end);
        if (ends.size() > MAX_ATTEMPTS) {
            ends.remove(ends.keySet().iterator().next());
        }
    }

    /** How an attempt ended. */
    Optional<TaskStateChange> find(ExecutionAttemptId attempt) {
        return Optional.ofNullable(ends.get(attempt));
    }
}
