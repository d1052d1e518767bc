package org.holdfast.runtime.recovery;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.AttemptProgress;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.ha.store.CancelIntents;
import org.holdfast.ha.store.CheckpointStore;
import org.holdfast.ha.store.DeploymentLedgerStore;
import org.holdfast.ha.store.ForgottenState;
import org.holdfast.ha.store.JobCleanup;
import org.holdfast.ha.store.JobGraphStore;
import org.holdfast.ha.store.JobResultStore;
import org.holdfast.ha.store.OrphanCollector;

/** The stores of one leadership. Thread-safe; all calls block. */
public record JobStores(
        JobGraphStore graphs,
        BlobStore jars,
        DeploymentLedgerStore ledgers,
        CancelIntents cancels,
        JobResultStore results,
        CheckpointStore checkpoints,
        JobCleanup cleanUp,
        ForgottenState forgotten,
        OrphanCollector orphans,
        AttemptProgress progress) {

    /** How long files without a pointer are left for people to look at. */
    static final Duration ORPHAN_GRACE = Duration.ofMinutes(1);

    public JobStores {
        requireNonNull(graphs, "graphs");
        requireNonNull(jars, "jars");
        requireNonNull(ledgers, "ledgers");
        requireNonNull(cancels, "cancels");
        requireNonNull(results, "results");
        requireNonNull(checkpoints, "checkpoints");
        requireNonNull(cleanUp, "cleanUp");
        requireNonNull(forgotten, "forgotten");
        requireNonNull(orphans, "orphans");
        requireNonNull(progress, "progress");
    }

    /**
     * Opens them.
     *
     * @param epoch in whose name everything is changed
     * @param storage the cluster's own directory
     * @param directories for checkpoints, which may be anywhere
     * @param results the directory for results, {@code job-result-store.storage-path}
     * @param deleteOnCommit {@code job-result-store.delete-on-commit}
     */
    public static JobStores open(
            CoordinationStore coordination,
            LeaderEpoch epoch,
            StorageDirectory storage,
            StorageDirectories directories,
            StorageDirectory results,
            boolean deleteOnCommit) {
        JobResultStore resultStore =
                new JobResultStore(coordination, epoch, results, deleteOnCommit);
        return new JobStores(
                new JobGraphStore(coordination, epoch, storage),
                new BlobStore(storage),
                new DeploymentLedgerStore(coordination, epoch, storage),
                new CancelIntents(coordination, epoch),
                resultStore,
                new CheckpointStore(coordination, epoch, directories),
                new JobCleanup(coordination, epoch, storage, directories, resultStore),
                new ForgottenState(coordination, epoch, storage),
                new OrphanCollector(
                        coordination, epoch, storage, results, Clock.systemUTC(), ORPHAN_GRACE),
                new AttemptProgress(coordination, epoch));
    }
}
