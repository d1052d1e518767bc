package org.holdfast.runtime.slots;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees TaskManagers come and go: registrations, heartbeats, losses, and those released idle. */
final class TaskManagerRoster {

    private static final Logger log = LoggerFactory.getLogger(TaskManagerRoster.class);

    private final SlotManagerSettings settings;
    private final MainThread mainThread;
    private final ResourceProvider resources;
    private final Listener listener;
    private final TaskManagerPool pool = new TaskManagerPool();
    private MainThread.Cancellable sweep = () -> {};

    /** Who is told of changes. */
    interface Listener extends TaskManagerObserver {

        /** One more is there. */
        void onTaskManagerAdded();

        /** Whether the cluster can do without this idle TaskManager. */
        boolean isSpare(RegisteredTaskManager idle);
    }

    TaskManagerRoster(
            SlotManagerSettings settings,
            MainThread mainThread,
            ResourceProvider resources,
            Listener listener) {
        this.settings = requireNonNull(settings, "settings");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.resources = requireNonNull(resources, "resources");
        this.listener = requireNonNull(listener, "listener");
    }

    TaskManagerPool pool() {
        return pool;
    }

    /**
     * Takes a TaskManager in.
     *
     * @return empty text if it is accepted, else why not
     */
    String register(TaskManagerRegistration registration, TaskManagerGateway gateway) {
        TaskManagerId id = registration.id();
        Optional<String> gone = pool.whyGone(id);
        Optional<RegisteredTaskManager> known = pool.find(id);
        if (gone.isPresent() && resources.isElastic()) { // its place is given to another
            return "TaskManager " + id + " was given up before: " + gone.get();
        }
        gone.ifPresent(reason -> log.info("TaskManager {} is back ({})", id, reason));
        if (known.isEmpty()) {
            add(new RegisteredTaskManager(registration, gateway, mainThread.nowMillis()));
            return "";
        }
        if (known.get().registration().equals(registration)) {
            known.get().reachThrough(gateway, mainThread.nowMillis());
            log.info("TaskManager {} registered once more, over another link.", id);
            listener.onTaskManagerRelinked(id);
            return "";
        }
        return "another TaskManager is registered as " + id;
    }

    private void add(RegisteredTaskManager taskManager) {
        pool.add(taskManager);
        log.info(
                "TaskManager {} registered from {} (pid {}, {} slots); now {} TaskManagers with {}"
                        + " slots.",
                taskManager.id(),
                taskManager.registration().host(),
                taskManager.registration().pid(),
                taskManager.slots(),
                pool.count(),
                pool.slots());
        resources.onRegistered(taskManager.id());
        listener.onTaskManagerAdded();
    }

    void hear(TaskManagerHeartbeat heartbeat) {
        pool.find(heartbeat.id())
                .ifPresentOrElse(
                        known -> known.hear(heartbeat, mainThread.nowMillis()),
                        () -> log.debug("Heartbeat of unknown {} ignored", heartbeat.id()));
    }

    /** It is kept for as long as it may come back: until it was silent for too long. */
    void onLinkLost(TaskManagerId id, String reason) {
        pool.find(id)
                .ifPresent(
                        taskManager -> {
                            taskManager.unlink();
                            log.info("TaskManager {} cannot be reached: {}.", id, reason);
                        });
    }

    /** Its process has ended, says the ResourceProvider. */
    void onTerminated(TaskManagerId id, String reason) {
        pool.noteLoss(id, reason);
        remove(id, reason);
    }

    /** Treats it as gone and stops what is left of it. */
    void giveUp(TaskManagerId id, String reason) {
        pool.find(id)
                .ifPresentOrElse(
                        taskManager -> {
                            pool.noteLoss(id, reason);
                            remove(id, reason);
                            taskManager.gateway().shutDown(reason);
                            resources.release(id, reason);
                        },
                        () -> log.debug("Loss of unknown {} ignored: {}", id, reason));
    }

    /** Stops one that was not taken in, and never will be. */
    void turnAway(TaskManagerId id, TaskManagerGateway gateway, String reason) {
        log.warn("TaskManager {} is turned away: {}.", id, reason);
        pool.noteLoss(id, reason);
        gateway.shutDown(reason);
        resources.release(id, reason);
    }

    private void remove(TaskManagerId id, String reason) {
        boolean news = pool.whyGone(id).isEmpty();
        if (pool.remove(id, reason).isPresent()) {
            log.info(
                    "TaskManager {} lost: {}; now {} TaskManagers with {} slots.",
                    id,
                    reason,
                    pool.count(),
                    pool.slots());
        }
        if (news) {
            listener.onTaskManagerLost(id, reason);
        }
    }

    /** Begins to look for silent and idle TaskManagers. */
    void startSweeping() {
        long due = mainThread.nowMillis() + settings.sweepInterval().toMillis();
        sweep = mainThread.schedule(settings.sweepInterval(), () -> sweep(due));
    }

    void stopSweeping() {
        sweep.cancel();
    }

    private void sweep(long dueMillis) {
        forgiveSilence(mainThread.nowMillis() - dueMillis);
        pool.all().stream().filter(this::isSilent).forEach(this::giveUpSilent);
        pool.all().stream().filter(this::isIdle).forEach(this::releaseIfSpare);
        startSweeping();
    }

    /**
     * Time by which the sweep itself is late is not the silence of TaskManagers: this process stood
     * still (it was frozen, or collected garbage), and could not have heard them.
     */
    private void forgiveSilence(long lateMillis) {
        if (lateMillis >= settings.sweepInterval().toMillis()) {
            log.warn(
                    "This process stood still for about {} ms; that is not taken for the silence"
                            + " of {} TaskManagers.",
                    lateMillis,
                    pool.count());
        }
        if (lateMillis > 0) {
            long now = mainThread.nowMillis();
            pool.all().forEach(taskManager -> taskManager.forgiveSilence(lateMillis, now));
        }
    }

    private boolean isSilent(RegisteredTaskManager taskManager) {
        long silent = taskManager.silentMillis(mainThread.nowMillis());
        return silent >= settings.heartbeatTimeout().toMillis();
    }

    private void giveUpSilent(RegisteredTaskManager taskManager) {
        long silent = taskManager.silentMillis(mainThread.nowMillis());
        giveUp(taskManager.id(), "no heartbeat for " + silent + " ms");
    }

    private boolean isIdle(RegisteredTaskManager taskManager) {
        long idle = taskManager.idleMillis(mainThread.nowMillis());
        return taskManager.isIdle() && idle >= settings.idleTimeout().toMillis();
    }

    private void releaseIfSpare(RegisteredTaskManager idle) {
        if (listener.isSpare(idle)) {
            String reason = "idle for " + idle.idleMillis(mainThread.nowMillis()) + " ms";
            pool.remove(idle.id(), reason);
            log.info("Releases TaskManager {}: {}.", idle.id(), reason);
            resources.release(idle.id(), reason);
        }
    }
}
