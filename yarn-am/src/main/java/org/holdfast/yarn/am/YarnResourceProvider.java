package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings TaskManagers in YARN containers: asks for as many as are missing, starts them, replaces
 * those that end, and gives back what comes in excess or never registers; those that earlier
 * attempts started are waited for first. Everything runs on the JobManager's main thread.
 */
final class YarnResourceProvider implements ResourceProvider, Containers.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(YarnResourceProvider.class);

    private final MainThread mainThread;
    private final Containers containers;
    private final StartFailureLimit failureLimit;
    private final Duration registrationTimeout;
    private final Duration recoveryTimeout;
    private final int slotsPerTaskManager;
    private final WorkerPool pool = new WorkerPool();

    /** Ended before anyone could hear of it, with the reason. */
    private final Map<TaskManagerId, String> endedEarly = new LinkedHashMap<>();

    /** Given back, and not reported as ended yet. */
    private final Set<TaskManagerId> released = new HashSet<>();

    private Listener listener;
    private boolean connected;
    private String refusal = "";
    private boolean paused;
    private boolean closed;

    /**
     * @param registrationTimeout a container whose TaskManager does not register within it is given
     *     back
     * @param recoveryTimeout how long TaskManagers of earlier attempts may take to register before
     *     others are asked for in their place
     */
    YarnResourceProvider(
            MainThread mainThread,
            Containers containers,
            StartFailureLimit failureLimit,
            Duration registrationTimeout,
            Duration recoveryTimeout,
            int slotsPerTaskManager) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.containers = requireNonNull(containers, "containers");
        this.failureLimit = requireNonNull(failureLimit, "failureLimit");
        this.registrationTimeout = requireNonNull(registrationTimeout, "registrationTimeout");
        this.recoveryTimeout = requireNonNull(recoveryTimeout, "recoveryTimeout");
        this.slotsPerTaskManager = slotsPerTaskManager;
    }

    @Override
    public void start(Listener newListener) {
        mainThread.assertOwned();
        listener = requireNonNull(newListener, "newListener");
        // Not before: a TaskManager cannot register with a JobManager that does not lead yet.
        pool.reconnecting().forEach(this::expectReconnected);
        endedEarly.forEach(listener::onTerminated);
        endedEarly.clear();
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
        // It may be the last one that was waited for, or one that was not counted on any more.
        adjustRequests();
    }

    @Override
    public void release(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        if (pool.contains(id)) {
            pool.remove(id);
            LOG.info("Releasing container {}: {} ({})", id, reason, pool);
            giveBack(id);
            adjustRequests();
        }
    }

    @Override
    public void onConnected(Set<TaskManagerId> previous) {
        mainThread.assertOwned();
        connected = true;
        LOG.info("Recovered {} containers from previous attempts", previous.size());
        recover(previous);
    }

    @Override
    public void onRecovered(Set<TaskManagerId> previous) {
        mainThread.assertOwned();
        Set<TaskManagerId> late = new HashSet<>(previous);
        late.removeIf(pool::contains);
        LOG.info("Recovered {} containers from previous attempts, late: {}", late.size(), late);
        recover(late);
    }

    private void recover(Set<TaskManagerId> previous) {
        for (TaskManagerId id : previous) {
            if (closed) {
                giveBack(id);
            } else if (!pool.contains(id)) {
                pool.recover(id);
                if (listener != null) {
                    expectReconnected(id);
                }
            }
        }
        adjustRequests();
    }

    @Override
    public void onAllocated(TaskManagerId id, String host) {
        mainThread.assertOwned();
        if (pool.contains(id)) {
            LOG.debug("YARN named container {} twice", id);
        } else if (closed || !pool.accept(id)) {
            LOG.info("Returning excess container {} on {} ({})", id, host, pool);
            giveBack(id);
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
            giveBack(id);
            onCompleted(id, "could not be started: " + reason);
        }
    }

    @Override
    public void onCompleted(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        if (!pool.contains(id)) {
            onUnknownCompleted(id, reason);
            return;
        }
        boolean failedToStart = pool.isStarting(id);
        pool.remove(id);
        LOG.info("TaskManager {} ended: {} ({})", id, reason, pool);
        if (failedToStart) {
            pauseIfTooMany(failureLimit.onFailure(mainThread.nowMillis()));
        }
        // The listener may change what is wanted: do not ask for a replacement before.
        tellTerminated(id, reason);
        adjustRequests();
    }

    /** It may have ended while there was no ApplicationMaster; jobs wait for what ran there. */
    private void onUnknownCompleted(TaskManagerId id, String reason) {
        if (!released.remove(id)) {
            LOG.info("TaskManager {}, which was not seen here, ended: {}", id, reason);
            tellTerminated(id, reason);
        }
    }

    private void giveBack(TaskManagerId id) {
        released.add(id);
        containers.release(id);
    }

    private void tellTerminated(TaskManagerId id, String reason) {
        if (listener == null) {
            endedEarly.put(id, reason);
        } else {
            listener.onTerminated(id, reason);
        }
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

    private void expectReconnected(TaskManagerId id) {
        mainThread.schedule(
                recoveryTimeout,
                () -> {
                    pool.giveUpWaiting(id);
                    adjustRequests();
                });
        mainThread.schedule(registrationTimeout, () -> expectRegistered(id));
    }

    private void expectRegistered(TaskManagerId id) {
        if (pool.contains(id) && !pool.isRegistered(id) && !closed) {
            giveBack(id);
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
        if (closed || !connected || listener == null || !refusal.isEmpty()) {
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
