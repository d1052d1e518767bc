package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.jobmaster.JarLocations;
import org.holdfast.runtime.process.ClusterEnd;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerListener;

/**
 * The JobManager's coordinators, put together: what the process that hosts them has to know. It
 * calls {@link #start} once, hands what it hears of TaskManagers to {@link #taskManagers}, serves
 * {@link #dispatcher} to clients, and waits for {@link #ended}.
 */
public final class Coordinators implements AutoCloseable {

    private final CompletableFuture<ClusterEnd> ended = new CompletableFuture<>();

    /**
     * Wires the coordinators; nothing runs before {@link #start}. May be called on any thread.
     *
     * @param setup its {@code resources} and {@code storageDirectory} are not used here
     * @param version of Holdfast, for people
     * @param mainThread what all coordinators run on
     * @param wallClock for times shown to people only
     * @param resources created with {@code setup.resources()}; started and closed by this object
     * @param jars where TaskManagers get the jars of jobs
     */
    public Coordinators(
            JobManagerSetup setup,
            String version,
            MainThread mainThread,
            Clock wallClock,
            ResourceProvider resources,
            JarLocations jars) {
        requireNonNull(setup, "setup");
    }

    /** Starts the ResourceProvider and the cluster's own job, if any. On the main thread. */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes what is heard of TaskManagers; call it on the main thread. A loss is final: a
     * TaskManager that was once lost is refused when it registers again, so say {@code onLost} for
     * the link in use only, not for one that a later registration replaced.
     */
    public TaskManagerListener taskManagers() {
        throw new UnsupportedOperationException();
    }

    /** Serves clients; may be called on any thread. */
    public DispatcherGateway dispatcher() {
        throw new UnsupportedOperationException();
    }

    /**
     * Completes on the main thread when the cluster is to end: after {@code shutDown}, or with the
     * cluster's own job.
     */
    public CompletableFuture<ClusterEnd> ended() {
        return ended;
    }

    /** Stops timers and the ResourceProvider; tasks are left alone. On the main thread. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
