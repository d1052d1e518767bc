package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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
import org.holdfast.runtime.checkpoint.CheckpointRoots;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.checkpoint.StoredCheckpoints;
import org.holdfast.runtime.dispatcher.Coordinators;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.runtime.recovery.JobStores;
import org.holdfast.runtime.recovery.StoredJobs;
import org.holdfast.runtime.slots.ResourceProvider;

/** A term of a JobManager: production coordinators over production stores. */
final class SimTerm {

    private static final Duration GRACE = Duration.ofMinutes(1);

    private final SimJobManager owner;
    private final CoordinationStore session;
    private final LeaderEpoch epoch;
    private final StorageDirectories directories = new StorageDirectories(World.HADOOP);
    private final StorageDirectory storage;
    private final CheckpointRoots roots;

    SimTerm(SimJobManager owner, CoordinationStore session, LeaderEpoch epoch) throws IOException {
        this.owner = owner;
        this.session = session;
        this.epoch = epoch;
        storage = directories.at(SimFileSystem.ROOT + World.STORAGE);
        roots = new CheckpointRoots(directories, storage.uri("checkpoints").toString());
    }

    Coordinators coordinators(int attempt, ResourceProvider resources) throws IOException {
        World world = owner.world();
        JobManagerSetup setup =
                new JobManagerSetup(
                        "cluster",
                        attempt,
                        attempt,
                        "localhost",
                        world.configuration(),
                        SimFileSystem.ROOT + World.STORAGE,
                        (thread, at) -> resources,
                        Optional.empty());
        return new Coordinators(
                setup,
                "simulated",
                epoch.number(),
                owner,
                world.wallClock(),
                resources,
                digest -> "sim:///" + digest,
                checkpoints(),
                jobs(),
                owner::nowMillis);
    }

    private CheckpointStorage.Factory checkpoints() {
        CheckpointStore store = new CheckpointStore(session, epoch, directories);
        return (job, settings) ->
                new StoredCheckpoints(
                        job,
                        roots.pathOf(job, settings),
                        Math.toIntExact(epoch.number()),
                        store,
                        owner.io(),
                        owner);
    }

    private StoredJobs jobs() throws IOException {
        StorageDirectory results = directories.at(SimFileSystem.ROOT + World.RESULTS);
        Clock clock = owner.world().wallClock();
        JobResultStore resultStore = new JobResultStore(session, epoch, results, false);
        JobStores stores =
                new JobStores(
                        new JobGraphStore(session, epoch, storage),
                        new BlobStore(storage),
                        new DeploymentLedgerStore(session, epoch, storage),
                        new CancelIntents(session, epoch),
                        resultStore,
                        new CheckpointStore(session, epoch, directories),
                        new JobCleanup(session, epoch, storage, directories, resultStore),
                        new ForgottenState(session, epoch, storage),
                        new OrphanCollector(session, epoch, storage, results, clock, GRACE),
                        new AttemptProgress(session, epoch));
        return new StoredJobs(stores, owner.world().configuration(), roots, owner.io(), owner);
    }
}
