package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskCounters;

/**
 * A TaskManager's regular sign of life.
 *
 * @param counters of all attempts it runs
 * @param heapUsedBytes used part of its heap
 * @param networkBytes memory its data plane holds in buffers
 */
public record TaskManagerHeartbeat(
        TaskManagerId id,
        Map<ExecutionAttemptId, TaskCounters> counters,
        long heapUsedBytes,
        long networkBytes) {

    public TaskManagerHeartbeat {
        requireNonNull(id, "id");
        counters = Map.copyOf(counters);
    }
}
