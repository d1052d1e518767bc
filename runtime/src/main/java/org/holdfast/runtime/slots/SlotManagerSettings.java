package org.holdfast.runtime.slots;

import java.time.Duration;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.SlotManagerOptions;

/** The values of {@link SlotManagerOptions}. */
public record SlotManagerSettings(
        int minimumTaskManagers,
        int redundantTaskManagers,
        int maxSlots,
        Duration idleTimeout,
        Duration requestTimeout,
        Duration heartbeatTimeout) {

    /** Reads them. */
    public static SlotManagerSettings from(Configuration configuration) {
        return new SlotManagerSettings(
                configuration.get(SlotManagerOptions.MINIMUM_TASK_MANAGERS),
                configuration.get(SlotManagerOptions.REDUNDANT_TASK_MANAGERS),
                configuration.get(SlotManagerOptions.MAX_SLOTS),
                configuration.get(SlotManagerOptions.TASK_MANAGER_IDLE_TIMEOUT),
                configuration.get(SlotManagerOptions.SLOT_REQUEST_TIMEOUT),
                configuration.get(SlotManagerOptions.HEARTBEAT_TIMEOUT));
    }

    /** How often TaskManagers are looked at: often enough to be late by a tenth at most. */
    Duration sweepInterval() {
        long shortest = Math.min(idleTimeout.toMillis(), heartbeatTimeout.toMillis());
        return Duration.ofMillis(Math.max(10, shortest / 10));
    }
}
