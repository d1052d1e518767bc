package org.holdfast.runtime.taskmanager;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;

/**
 * Attempts that came while the slot they are for is held by others that are being stopped: those of
 * a JobManager before. They are started when the others have ended, in the order they came.
 */
final class WaitingDeployments {

    private final Map<ExecutionAttemptId, TaskDeployment> waiting = new LinkedHashMap<>();

    void add(TaskDeployment deployment) {
        waiting.putIfAbsent(deployment.attempt(), deployment);
    }

    void remove(ExecutionAttemptId attempt) {
        waiting.remove(attempt);
    }

    /** Takes all, to try them again. */
    List<TaskDeployment> takeAll() {
        List<TaskDeployment> all = List.copyOf(waiting.values());
        waiting.clear();
        return all;
    }
}
