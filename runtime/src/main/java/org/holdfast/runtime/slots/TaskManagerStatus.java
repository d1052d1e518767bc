package org.holdfast.runtime.slots;

import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/**
 * A registered TaskManager at this moment.
 *
 * @param sinceHeartbeatMillis time since it was last heard of
 * @param heapUsedBytes as of its latest heartbeat, 0 before the first
 * @param networkBytes as of its latest heartbeat, 0 before the first
 */
public record TaskManagerStatus(
        TaskManagerRegistration registration,
        int freeSlots,
        long sinceHeartbeatMillis,
        long heapUsedBytes,
        long networkBytes) {}
