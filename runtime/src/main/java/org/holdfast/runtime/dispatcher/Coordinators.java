package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.JobManagerOptions;
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
    private final ClusterLifecycle lifecycle;
    private final TaskManagerListener taskManagers;
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
     */
    public Coordinators(
            JobManagerSetup setup,
            String version,
            long epoch,
            MainThread mainThread,
            Clock wallClock,
            ResourceProvider resources,
            JarLocations jars,
            CheckpointStorage.Factory checkpoints) {
        this.setup = requireNonNull(setup, "setup");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        Configuration configuration = setup.configuration();
        RunningJobs running = new RunningJobs();
        EndedJobs ended = new EndedJobs(configuration.get(JobManagerOptions.JOB_STORE_CAPACITY));
        slots =
                new SlotManager(
                        SlotManagerSettings.from(configuration), mainThread, resources, running);
        lifecycle =
                new ClusterLifecycle(
                        running,
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
                        Math.toIntExact(epoch));
        dispatcher = new Dispatcher(services, lifecycle, running, ended);
        taskManagers = new TaskManagerRouter(slots, running, lifecycle);
        gateway =
                new MainThreadDispatcher(
                        mainThread, dispatcher, slots, running, lifecycle, setup, version, epoch);
    }

    /** Starts the ResourceProvider and the cluster's own job, if any. On the main thread. */
    public void start() {
        mainThread.assertOwned();
        slots.start();
        setup.ownJob().ifPresent(this::startOwnJob);
    }

    private void startOwnJob(JobGraph job) {
        try {
            dispatcher.submit(job);
        } catch (JobRejectedException e) {
            log.error("The cluster's own job cannot be run", e);
            lifecycle.onOwnJobRejected(e.getMessage());
        }
    }

    /**
     * Takes what is heard of TaskManagers; call it on the main thread. A loss is final: a
     * TaskManager that was once lost is refused when it registers again, so say {@code onLost} for
     * the link in use only, not for one that a later registration replaced.
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
