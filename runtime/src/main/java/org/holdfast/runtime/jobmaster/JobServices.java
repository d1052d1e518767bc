package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.restart.RestartStrategies;
import org.holdfast.runtime.slots.SlotManager;

/**
 * What all jobs of a cluster share.
 *
 * @param wallClock for times shown to people only
 * @param configuration of the cluster
 * @param checkpoints where checkpoints of all jobs are kept
 * @param ledgers where it is kept what is deployed
 * @param epoch of this JobManager's leadership
 */
public record JobServices(
        MainThread mainThread,
        Clock wallClock,
        Configuration configuration,
        SlotManager slots,
        RestartStrategies restartStrategies,
        JarLocations jars,
        CheckpointStorage.Factory checkpoints,
        LedgerStore ledgers,
        int epoch) {

    public JobServices {
        requireNonNull(mainThread, "mainThread");
        requireNonNull(wallClock, "wallClock");
        requireNonNull(configuration, "configuration");
        requireNonNull(slots, "slots");
        requireNonNull(restartStrategies, "restartStrategies");
        requireNonNull(jars, "jars");
        requireNonNull(checkpoints, "checkpoints");
        requireNonNull(ledgers, "ledgers");
    }
}
