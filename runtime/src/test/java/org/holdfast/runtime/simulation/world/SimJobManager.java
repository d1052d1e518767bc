package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
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
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.runtime.recovery.JobStores;
import org.holdfast.runtime.recovery.StoredJobs;

/**
 * A JobManager's process: campaigns, and once elected runs the production {@link Coordinators} over
 * the production stores. What {@code JobManagerProcess} does with threads is done with events here.
 */
final class SimJobManager extends SimProcess {

    private static final long RETRY_MILLIS = 500;
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final int attempt;
    private final JobManagerAddress address;
    private final SimContainers containers;
    private Optional<SimSession> session = Optional.empty();
    private Optional<LeaderEpoch> epoch = Optional.empty();
    private Coordinators coordinators;
    private LinksToTaskManagers links;
    private final long born;
    private boolean serving;

    SimJobManager(World world, int attempt) {
        super("jm-" + attempt, world);
        this.attempt = attempt;
        address = new JobManagerAddress("jm-" + attempt, 6123);
        containers = new SimContainers(world, this);
        born = nowMillis();
    }

    int attempt() {
        return attempt;
    }

    JobManagerAddress address() {
        return address;
    }

    SimContainers containers() {
        return containers;
    }

    Optional<SimSession> session() {
        return session;
    }

    /** Its epoch's number; 0 if it was not elected. */
    long epoch() {
        return epoch.map(LeaderEpoch::number).orElse(0L);
    }

    /** How long it lives. */
    long age() {
        return nowMillis() - born;
    }

    /** Whether TaskManagers and clients that know its address are served. */
    boolean isServing() {
        return serving && !isDead();
    }

    LinksToTaskManagers links() {
        return links;
    }

    void ifLinked(Consumer<LinksToTaskManagers> action) {
        if (isServing()) {
            action.accept(links);
        }
    }

    DispatcherGateway dispatcher() {
        return coordinators.dispatcher();
    }

    // ---------------------------------------------------------------- its way to leadership

    void start() {
        after(
                200 + world().random().nextInt(800),
                () -> {
                    FaultPoint.hit("S1");
                    io().execute(this::campaign);
                });
    }

    private void campaign() {
        try {
            FaultPoint.hit("S3");
            if (session.isEmpty()) {
                session =
                        Optional.of(
                                world().coordination()
                                        .open(this, () -> die("its session has ended")));
            }
            FaultPoint.hit("S4");
            LeaderCandidate candidate = new LeaderCandidate(attempt, "application " + this);
            epoch = session.get().campaign(candidate);
            if (epoch.isPresent()) {
                FaultPoint.hit("S4+");
                execute(this::lead);
                return;
            }
        } catch (FencedException e) {
            die("fenced: " + e.getMessage());
            return;
        } catch (IOException e) {
            world().trace(() -> this + " campaigns in vain: " + e.getMessage());
        }
        after(RETRY_MILLIS, () -> io().execute(this::campaign));
    }

    private void lead() {
        world().trace(() -> this + " leads epoch " + epoch());
        try {
            coordinators = coordinators();
        } catch (IOException e) {
            die("no storage: " + e.getMessage());
            return;
        }
        links = new LinksToTaskManagers(world(), this, epoch(), coordinators.taskManagers());
        coordinators.ended().thenAccept(end -> die("the cluster has ended: " + end));
        coordinators.jobsLoaded().thenRun(() -> io().execute(this::publish));
        coordinators.start();
    }

    private void publish() {
        serving = true;
        world().checks().jobs().onLoaded(this);
        try {
            session.orElseThrow()
                    .publish(
                            new PublishedLeader(
                                    epoch.orElseThrow(), address.toString(), "http://" + this));
            coordinators.reached(RecoveryTimeline.Phase.PUBLISHED);
        } catch (IOException e) {
            die("its address could not be published");
        }
    }

    // ---------------------------------------------------------------- wiring

    private Coordinators coordinators() throws IOException {
        JobManagerSetup setup =
                new JobManagerSetup(
                        "cluster",
                        attempt,
                        attempt,
                        "localhost",
                        world().configuration(),
                        SimFileSystem.ROOT + World.STORAGE,
                        (thread, at) -> containers,
                        Optional.empty());
        StorageDirectories directories = new StorageDirectories(World.HADOOP);
        StorageDirectory storage = directories.at(SimFileSystem.ROOT + World.STORAGE);
        CheckpointRoots roots =
                new CheckpointRoots(directories, storage.uri("checkpoints").toString());
        return new Coordinators(
                setup,
                "simulated",
                epoch(),
                this,
                world().wallClock(),
                containers,
                digest -> "sim:///" + digest,
                checkpoints(directories, roots),
                new StoredJobs(
                        stores(directories, storage), world().configuration(), roots, io(), this),
                this::nowMillis);
    }

    private CheckpointStorage.Factory checkpoints(
            StorageDirectories directories, CheckpointRoots roots) {
        CheckpointStore store =
                new CheckpointStore(session.orElseThrow(), epoch.orElseThrow(), directories);
        return (job, settings) ->
                new StoredCheckpoints(
                        job,
                        roots.pathOf(job, settings),
                        Math.toIntExact(epoch()),
                        store,
                        io(),
                        this);
    }

    private JobStores stores(StorageDirectories directories, StorageDirectory storage)
            throws IOException {
        SimSession store = session.orElseThrow();
        LeaderEpoch own = epoch.orElseThrow();
        StorageDirectory results = directories.at(SimFileSystem.ROOT + World.RESULTS);
        Clock clock = world().wallClock();
        JobResultStore resultStore = new JobResultStore(store, own, results, false);
        return new JobStores(
                new JobGraphStore(store, own, storage),
                new BlobStore(storage),
                new DeploymentLedgerStore(store, own, storage),
                new CancelIntents(store, own),
                resultStore,
                new CheckpointStore(store, own, directories),
                new JobCleanup(store, own, storage, directories, resultStore),
                new ForgottenState(store, own, storage),
                new OrphanCollector(store, own, storage, results, clock, GRACE),
                new AttemptProgress(store, own));
    }

    // ---------------------------------------------------------------- its end

    void onHigherEpoch(long seen) {
        die("a TaskManager follows epoch " + seen);
    }

    @Override
    void onDeath() {
        session.ifPresent(
                open ->
                        world().time()
                                .schedule(
                                        SimSession.TIMEOUT_MILLIS,
                                        world().outside(),
                                        open::expire));
        world().yarn().onMasterEnded(this);
        world().yarn()
                .running()
                .forEach(
                        one ->
                                one.after(
                                        100 + world().random().nextInt(2_500),
                                        () -> one.link().endTo(this, "its process ended")));
    }

    @Override
    void onPause(long millis) {
        world().yarn().onMasterSilent(this);
        if (millis > SimTaskManager.SILENCE_MILLIS) {
            world().time()
                    .schedule(
                            SimTaskManager.SILENCE_MILLIS,
                            world().outside(),
                            () -> world().silenceOf(this));
        }
        session.ifPresent(
                open ->
                        world().time()
                                .schedule(
                                        SimSession.TIMEOUT_MILLIS,
                                        world().outside(),
                                        () -> {
                                            if (isPaused()) {
                                                open.expire();
                                            }
                                        }));
    }
}
