package org.holdfast.runtime.dispatcher;

import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/**
 * A registered TaskManager.
 *
 * @param sinceHeartbeatMillis time since it was last heard of
 */
public record TaskManagerDetails(
        TaskManagerRegistration registration,
        int freeSlots,
        int runningTasks,
        long sinceHeartbeatMillis,
        long heapUsedBytes,
        long networkBytes) {}
