package org.holdfast.adoption;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.localhadoop.LocalHadoop;

/**
 * What a {@link Scenario} can strike.
 *
 * @param zooKeeper the session's own, not Hadoop's
 * @param folder the job's local one
 * @param once while this file exists, no fault point strikes; who dies at one creates it
 */
record Surroundings(
        LocalHadoop hadoop,
        KillableZooKeeper zooKeeper,
        ApplicationProcesses processes,
        Path folder,
        Path once) {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Waits until it is so. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Waited " + LONGEST.toSeconds() + " s in vain until " + what);
            }
            Thread.sleep(5);
        }
    }
}
