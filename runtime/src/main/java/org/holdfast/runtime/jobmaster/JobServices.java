package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.restart.RestartStrategies;
import org.holdfast.runtime.slots.SlotManager;

/**
 * What all jobs of a cluster share.
 *
 * @param wallClock for times shown to people only
 * @param configuration of the cluster
 */
public record JobServices(
        MainThread mainThread,
        Clock wallClock,
        Configuration configuration,
        SlotManager slots,
        RestartStrategies restartStrategies,
        JarLocations jars) {

    public JobServices {
        requireNonNull(mainThread, "mainThread");
        requireNonNull(wallClock, "wallClock");
        requireNonNull(configuration, "configuration");
        requireNonNull(slots, "slots");
        requireNonNull(restartStrategies, "restartStrategies");
        requireNonNull(jars, "jars");
    }
}
