package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.concurrent.FailureCause;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.JobManagerOptions;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobmaster.JarLocations;
import org.holdfast.runtime.jobmaster.JobServices;
import org.holdfast.runtime.process.ClusterEnd;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.runtime.restart.RestartStrategies;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.slots.SlotManager;
import org.holdfast.runtime.slots.SlotManagerSettings;
import org.holdfast.runtime.taskmanager.TaskManagerListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JobManager's coordinators, put together: what the process that hosts them has to know. It
 * calls {@link #start} once, hands what it hears of TaskManagers to {@link #taskManagers}, serves
 * {@link #dispatcher} to clients, and waits for {@link #ended}.
 */
public final class Coordinators implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Coordinators.class);

    private final JobManagerSetup setup;
    private final MainThread mainThread;
    private final SlotManager slots;
    private final Dispatcher dispatcher;
    private final JobRecovery recovery;
    private final RecoveryProgress progress;
    private final LongSupplier processAge;
    private final QuarantinedJobs quarantined = new QuarantinedJobs();
    private final ClusterLifecycle lifecycle;
    private final TaskManagerRouter taskManagers;
    private final DispatcherGateway gateway;

    /**
     * Wires the coordinators; nothing runs before {@link #start}. May be called on any thread.
     *
     * @param setup its {@code resources} and {@code storageDirectory} are not used here
     * @param version of Holdfast, for people
     * @param epoch of this JobManager's leadership
     * @param mainThread what all coordinators run on
     * @param wallClock for times shown to people only
     * @param resources created with {@code setup.resources()}; started and closed by this object
     * @param jars where TaskManagers get the jars of jobs
     * @param checkpoints where checkpoints of all jobs are kept
     * @param registry where everything else of jobs is kept
     * @param processAge milliseconds since this process was started, on a monotonic clock; called
     *     on any thread
     */
    public Coordinators(
            JobManagerSetup setup,
            String version,
            long epoch,
            MainThread mainThread,
            Clock wallClock,
            ResourceProvider resources,
            JarLocations jars,
            CheckpointStorage.Factory checkpoints,
            JobRegistry registry,
            LongSupplier processAge) {
        this.setup = requireNonNull(setup, "setup");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.processAge = requireNonNull(processAge, "processAge");
        Configuration configuration = setup.configuration();
        RunningJobs running = new RunningJobs();
        EndedJobs ended = new EndedJobs(configuration.get(JobManagerOptions.JOB_STORE_CAPACITY));
        slots =
                new SlotManager(
                        SlotManagerSettings.from(configuration), mainThread, resources, running);
        progress = new RecoveryProgress(processAge);
        JobCancellation cancellation = new JobCancellation(registry, mainThread);
        lifecycle =
                new ClusterLifecycle(
                        running,
                        cancellation,
                        mainThread,
                        configuration.get(JobManagerOptions.SHUTDOWN_TIMEOUT),
                        setup.ownJob().map(JobGraph::id));
        RestartStrategies strategies = new RestartStrategies(configuration, new Random());
        JobServices services =
                new JobServices(
                        mainThread,
                        wallClock,
                        configuration,
                        slots,
                        strategies,
                        jars,
                        checkpoints,
                        registry,
                        Math.toIntExact(epoch));
        JobEnds ends =
                new JobEnds(
                        registry,
                        running,
                        ended,
                        new JobCleanUp(registry, mainThread),
                        lifecycle,
                        progress);
        dispatcher =
                new Dispatcher(
                        services,
                        lifecycle,
                        running,
                        ended,
                        quarantined,
                        new Submissions(registry, mainThread),
                        cancellation,
                        ends);
        recovery = new JobRecovery(registry, mainThread, dispatcher, quarantined, ends, progress);
        taskManagers =
                new TaskManagerRouter(
                        slots,
                        running,
                        lifecycle,
                        new ReturningTaskManagers(
                                running,
                                slots,
                                mainThread,
                                configuration.get(TaskManagerOptions.CANCELLATION_TIMEOUT)),
                        progress);
        gateway =
                new MainThreadDispatcher(
                        mainThread,
                        dispatcher,
                        new QuarantineCommands(registry, services, dispatcher, quarantined, ends),
                        recovery.loaded(),
                        slots,
                        running,
                        lifecycle,
                        progress,
                        setup,
                        version,
                        epoch);
    }

    /**
     * Starts the ResourceProvider, takes over what earlier JobManagers left behind, and starts the
     * cluster's own job, if any. On the main thread.
     */
    public void start() {
        mainThread.assertOwned();
        slots.start();
        recovery.start(
                () -> {
                    setup.ownJob().ifPresent(this::startOwnJob);
                    taskManagers.onJobsLoaded();
                });
    }

    /**
     * Completes on the main thread when all jobs are known: before, this JobManager must not be
     * found by clients, who would not find theirs.
     */
    public CompletableFuture<Void> jobsLoaded() {
        return recovery.loaded();
    }

    /** This process has come so far, now. May be called on any thread. */
    public void reached(RecoveryTimeline.Phase phase) {
        long millis = processAge.getAsLong();
        mainThread.execute(
                () -> {
                    progress.reach(phase, millis);
                    if (phase == RecoveryTimeline.Phase.PUBLISHED) {
                        FaultPoint.hit("S8");
                    }
                });
    }

    private void startOwnJob(JobGraph job) {
        if (quarantined.find(job.id()).isPresent()) {
            return; // an operator's turn
        }
        try {
            dispatcher.submitPatiently(job).whenComplete((id, failure) -> onOwnJob(failure));
        } catch (JobRejectedException e) {
            onOwnJob(e);
        }
    }

    private void onOwnJob(Throwable failure) {
        if (failure != null) {
            Throwable cause = FailureCause.of(failure);
            log.error("The cluster's own job cannot be run", cause);
            lifecycle.onOwnJobRejected(cause.getMessage());
        }
    }

    /**
     * Takes what is heard of TaskManagers; call it on the main thread. A loss is final for all that
     * ran there, so say {@code onLost} for the link in use only, not for one that a later
     * registration replaced.
     */
    public TaskManagerListener taskManagers() {
        return taskManagers;
    }

    /** Serves clients; may be called on any thread. */
    public DispatcherGateway dispatcher() {
        return gateway;
    }

    /**
     * Completes on the main thread when the cluster is to end: after {@code shutDown}, or with the
     * cluster's own job.
     */
    public CompletableFuture<ClusterEnd> ended() {
        return lifecycle.ended();
    }

    /** Stops timers and the ResourceProvider; tasks are left alone. On the main thread. */
    @Override
    public void close() {
        slots.close();
    }
}
