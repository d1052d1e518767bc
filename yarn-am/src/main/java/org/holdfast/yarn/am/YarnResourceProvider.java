package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalInt;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings TaskManagers in YARN containers: asks for as many as are missing, starts them, replaces
 * those that end, and gives back what comes in excess or never registers. Everything runs on the
 * JobManager's main thread.
 */
final class YarnResourceProvider implements ResourceProvider, Containers.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(YarnResourceProvider.class);

    private final MainThread mainThread;
    private final Containers containers;
    private final StartFailureLimit failureLimit;
    private final Duration registrationTimeout;
    private final int slotsPerTaskManager;
    private final WorkerPool pool = new WorkerPool();
    private Listener listener;
    private String refusal = "";
    private boolean paused;
    private boolean closed;

    YarnResourceProvider(
            MainThread mainThread,
            Containers containers,
            StartFailureLimit failureLimit,
            Duration registrationTimeout,
            int slotsPerTaskManager) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.containers = requireNonNull(containers, "containers");
        this.failureLimit = requireNonNull(failureLimit, "failureLimit");
        this.registrationTimeout = requireNonNull(registrationTimeout, "registrationTimeout");
        this.slotsPerTaskManager = slotsPerTaskManager;
    }

    @Override
    public void start(Listener newListener) {
        mainThread.assertOwned();
        listener = requireNonNull(newListener, "newListener");
        if (refusal.isEmpty()) {
            adjustRequests();
        } else {
            listener.onUnavailable(refusal);
        }
    }

    @Override
    public int slotsPerTaskManager() {
        return slotsPerTaskManager;
    }

    @Override
    public OptionalInt maxTaskManagers() {
        return containers.capacity();
    }

    @Override
    public void declareWanted(int taskManagers) {
        mainThread.assertOwned();
        if (taskManagers != pool.wanted()) {
            pool.want(taskManagers);
            adjustRequests();
        }
    }

    @Override
    public void onRegistered(TaskManagerId id) {
        mainThread.assertOwned();
        pool.onRegistered(id);
    }

    @Override
    public void release(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        if (pool.contains(id)) {
            pool.remove(id);
            LOG.info("Releasing container {}: {} ({})", id, reason, pool);
            containers.release(id);
            adjustRequests();
        }
    }

    @Override
    public void onAllocated(TaskManagerId id, String host) {
        mainThread.assertOwned();
        if (pool.contains(id)) {
            LOG.debug("YARN named container {} twice", id);
        } else if (closed || !pool.accept(id)) {
            LOG.info("Returning excess container {} on {} ({})", id, host, pool);
            containers.release(id);
        } else {
            LOG.info("Starting a TaskManager in container {} on {} ({})", id, host, pool);
            containers.start(id);
            mainThread.schedule(registrationTimeout, () -> expectRegistered(id));
        }
    }

    @Override
    public void onStartFailed(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        if (pool.contains(id)) {
            containers.release(id);
            onCompleted(id, "could not be started: " + reason);
        }
    }

    @Override
    public void onCompleted(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        if (!pool.contains(id)) {
            return;
        }
        boolean failedToStart = pool.isStarting(id);
        pool.remove(id);
        LOG.info("TaskManager {} ended: {} ({})", id, reason, pool);
        if (failedToStart) {
            pauseIfTooMany(failureLimit.onFailure(mainThread.nowMillis()));
        }
        // The listener may change what is wanted: do not ask for a replacement before.
        listener.onTerminated(id, reason);
        adjustRequests();
    }

    @Override
    public void onRefused(String reason) {
        mainThread.assertOwned();
        LOG.warn("YARN refuses containers: {} ({})", reason, pool);
        pool.onWithdrawn(pool.requested());
        refusal = reason;
        if (listener != null) {
            listener.onUnavailable(reason);
        }
    }

    @Override
    public void close() {
        mainThread.assertOwned();
        pool.want(0);
        adjustRequests();
        closed = true;
    }

    private void expectRegistered(TaskManagerId id) {
        if (pool.isStarting(id) && !closed) {
            containers.release(id);
            onCompleted(id, "did not register within " + registrationTimeout.toMillis() + " ms");
        }
    }

    private void pauseIfTooMany(Duration pause) {
        if (!pause.isZero() && !paused) {
            paused = true;
            LOG.warn(
                    "Too many TaskManagers failed to start; none is requested for {} ms",
                    pause.toMillis());
            mainThread.schedule(
                    pause,
                    () -> {
                        paused = false;
                        adjustRequests();
                    });
        }
    }

    private void adjustRequests() {
        if (closed || listener == null || !refusal.isEmpty()) {
            return;
        }
        int needless = pool.needless();
        if (needless > 0) {
            pool.onWithdrawn(needless);
            LOG.info("Withdrawing {} container requests ({})", needless, pool);
            containers.withdraw(needless);
        }
        int missing = pool.missing();
        if (missing > 0 && !paused) {
            pool.onRequested(missing);
            LOG.info("Requesting {} containers ({})", missing, pool);
            containers.request(missing);
        }
    }
}
