package org.holdfast.runtime.slots;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows TaskManagers and their slots, gives slots to jobs, and says how many TaskManagers are
 * wanted. Everything happens on the main thread.
 *
 * <p>Whatever may change who gets slots leads to one review: requests that fit are granted, then
 * the number of wanted TaskManagers is declared. A review is an action of its own, so owners are
 * never called from within their own call, and several changes at once make one review.
 */
public final class SlotManager implements ResourceProvider.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SlotManager.class);

    private final SlotManagerSettings settings;
    private final MainThread mainThread;
    private final ResourceProvider resources;
    private final TaskManagerLossListener lossListener;
    private final ClusterCapacity capacity;
    private final TaskManagerPool taskManagers = new TaskManagerPool();

    /** Oldest job first. */
    private final Map<JobId, SlotRequest> requests = new LinkedHashMap<>();

    private MainThread.Cancellable sweep = () -> {};
    private boolean reviewDue;
    private boolean closed;
    private int wanted;

    /** Nothing happens before {@link #start}. */
    public SlotManager(
            SlotManagerSettings settings,
            MainThread mainThread,
            ResourceProvider resources,
            TaskManagerLossListener lossListener) {
        this.settings = requireNonNull(settings, "settings");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.resources = requireNonNull(resources, "resources");
        this.lossListener = requireNonNull(lossListener, "lossListener");
        this.capacity = new ClusterCapacity(settings, resources);
    }

    /** Starts the ResourceProvider and asks it for the minimum of TaskManagers. */
    public void start() {
        mainThread.assertOwned();
        resources.start(this);
        scheduleReview();
        scheduleSweep();
    }

    // ---------------------------------------------------------------- jobs

    /**
     * Asks for slots, all or none. If the job holds slots, it gives them up but keeps its place
     * among the jobs that wait.
     *
     * @param slots the same number each time, at least 1
     */
    public void request(JobId job, int slots, SlotOwner owner) {
        mainThread.assertOwned();
        SlotRequest request =
                requests.computeIfAbsent(job, id -> new SlotRequest(id, slots, owner));
        taskManagers.free(job, mainThread.nowMillis());
        request.waitFor(settings.requestTimeout(), mainThread, () -> onRequestTimeout(request));
        scheduleReview();
    }

    /** The job needs no slots any more. */
    public void release(JobId job) {
        mainThread.assertOwned();
        SlotRequest request = requests.remove(job);
        if (request != null) {
            request.stopWaiting();
            taskManagers.free(job, mainThread.nowMillis());
            scheduleReview();
        }
    }

    /** What there is of slots, for those who wait. */
    public String describe() {
        return capacity.describe(taskManagers, wanted);
    }

    private void onRequestTimeout(SlotRequest request) {
        endUnmet(
                request,
                "no "
                        + request.slots()
                        + " slots within "
                        + settings.requestTimeout().toSeconds()
                        + " s: "
                        + describe()
                        + "; wait for other jobs to end, lower -p, or let the cluster have more"
                        + " TaskManagers");
    }

    private void endUnmet(SlotRequest request, String reason) {
        requests.remove(request.job());
        request.stopWaiting();
        scheduleReview();
        request.owner().onSlotsUnavailable(reason);
    }

    // ---------------------------------------------------------------- TaskManagers

    /**
     * A TaskManager introduced itself. One that is gone stays so: its jobs have moved on.
     *
     * @return empty text if it is accepted, else why not
     */
    public String onRegistered(TaskManagerRegistration registration, TaskManagerGateway gateway) {
        mainThread.assertOwned();
        TaskManagerId id = registration.id();
        Optional<String> gone = taskManagers.whyGone(id);
        if (gone.isPresent()) {
            return "TaskManager " + id + " was given up before: " + gone.get();
        }
        Optional<RegisteredTaskManager> known = taskManagers.find(id);
        if (known.isPresent() && known.get().registration().equals(registration)) {
            known.get().reachThrough(gateway, mainThread.nowMillis());
            return "";
        }
        if (known.isPresent()) {
            return "another TaskManager is registered as " + id;
        }
        taskManagers.add(new RegisteredTaskManager(registration, gateway, mainThread.nowMillis()));
        log.info(
                "TaskManager {} registered from {} (pid {}, {} slots); now {} TaskManagers with {}"
                        + " slots.",
                id,
                registration.host(),
                registration.pid(),
                registration.slots(),
                taskManagers.count(),
                taskManagers.slots());
        resources.onRegistered(id);
        scheduleReview();
        return "";
    }

    /** A TaskManager lives. */
    public void onHeartbeat(TaskManagerHeartbeat heartbeat) {
        mainThread.assertOwned();
        taskManagers
                .find(heartbeat.id())
                .ifPresentOrElse(
                        known -> known.hear(heartbeat, mainThread.nowMillis()),
                        () -> log.debug("Heartbeat of unknown {} ignored", heartbeat.id()));
    }

    @Override
    public void onTerminated(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        capacity.noteLoss(id, reason);
        remove(id, reason);
    }

    @Override
    public void onUnavailable(String reason) {
        mainThread.assertOwned();
        log.warn("TaskManagers cannot be had: {}", reason);
        for (SlotRequest request : List.copyOf(requests.values())) {
            if (request.isWaiting() && request.slots() > taskManagers.freeSlots()) {
                endUnmet(request, "no slots can be had: " + reason);
            }
        }
    }

    /**
     * A TaskManager is to be treated as gone: its connection broke, it was silent for too long, or
     * it does not do as told. Whatever is left of its process is stopped.
     */
    public void onLost(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        capacity.noteLoss(id, reason);
        Optional<RegisteredTaskManager> lost = taskManagers.find(id);
        remove(id, reason);
        lost.ifPresent(
                taskManager -> {
                    taskManager.gateway().shutDown(reason);
                    resources.release(id, reason);
                });
    }

    private void remove(TaskManagerId id, String reason) {
        if (taskManagers.remove(id, reason).isPresent()) {
            log.info(
                    "TaskManager {} lost: {}; now {} TaskManagers with {} slots.",
                    id,
                    reason,
                    taskManagers.count(),
                    taskManagers.slots());
            scheduleReview();
            lossListener.onTaskManagerLost(id, reason);
        }
    }

    /** How to reach a TaskManager; empty if it is not registered. */
    public Optional<TaskManagerGateway> gateway(TaskManagerId id) {
        return taskManagers.find(id).map(RegisteredTaskManager::gateway);
    }

    /** All registered TaskManagers, in the order they registered. */
    public List<TaskManagerStatus> taskManagers() {
        long now = mainThread.nowMillis();
        return taskManagers.all().stream().map(taskManager -> taskManager.status(now)).toList();
    }

    /** How many TaskManagers the ResourceProvider was asked for. */
    public int wantedTaskManagers() {
        return wanted;
    }

    // ---------------------------------------------------------------- review

    private void scheduleReview() {
        if (!reviewDue && !closed) {
            reviewDue = true;
            mainThread.execute(this::review);
        }
    }

    private void review() {
        reviewDue = false;
        if (closed) {
            return;
        }
        declareWanted();
        for (SlotRequest request : List.copyOf(requests.values())) {
            // An owner called for an earlier request may have ended or renewed this one.
            if (request.isWaiting() && requests.get(request.job()) == request) {
                decide(request);
            }
        }
    }

    private void decide(SlotRequest request) {
        Optional<String> refusal =
                request.wasEverGranted()
                        ? Optional.empty()
                        : capacity.refusal(request.slots(), taskManagers);
        if (refusal.isPresent()) {
            release(request.job());
            request.owner().onSlotsRefused(refusal.get());
        } else if (request.slots() <= taskManagers.freeSlots()) {
            request.grant();
            request.owner().onSlotsGranted(taskManagers.allocate(request.job(), request.slots()));
        }
    }

    private void declareWanted() {
        int needed = capacity.taskManagersFor(neededSlots());
        int nowWanted = Math.max(settings.minimumTaskManagers(), needed);
        if (nowWanted != wanted) {
            log.info(
                    "Wants {} TaskManagers (was {}): jobs need {} slots, the minimum is {}.",
                    nowWanted,
                    wanted,
                    neededSlots(),
                    settings.minimumTaskManagers());
            wanted = nowWanted;
            resources.declareWanted(wanted);
        }
    }

    private long neededSlots() {
        return requests.values().stream().mapToLong(SlotRequest::slots).sum();
    }

    // ---------------------------------------------------------------- time

    private void scheduleSweep() {
        sweep = mainThread.schedule(settings.sweepInterval(), this::sweep);
    }

    private void sweep() {
        loseSilent();
        releaseIdle();
        scheduleSweep();
    }

    private void loseSilent() {
        long now = mainThread.nowMillis();
        for (RegisteredTaskManager taskManager : taskManagers.all()) {
            if (taskManager.silentMillis(now) >= settings.heartbeatTimeout().toMillis()) {
                onLost(
                        taskManager.id(),
                        "no heartbeat for " + taskManager.silentMillis(now) + " ms");
            }
        }
    }

    private void releaseIdle() {
        long now = mainThread.nowMillis();
        for (RegisteredTaskManager taskManager : taskManagers.all()) {
            boolean idleLongEnough =
                    taskManager.isIdle()
                            && taskManager.idleMillis(now) >= settings.idleTimeout().toMillis();
            boolean spare =
                    taskManagers.count() > wanted
                            && taskManagers.slots() - taskManager.slots() >= neededSlots();
            if (idleLongEnough && spare) {
                String reason = "idle for " + taskManager.idleMillis(now) + " ms";
                taskManagers.remove(taskManager.id(), reason);
                log.info("Releases TaskManager {}: {}.", taskManager.id(), reason);
                resources.release(taskManager.id(), reason);
            }
        }
    }

    /** Stops timers and the ResourceProvider. */
    @Override
    public void close() {
        mainThread.assertOwned();
        if (!closed) {
            closed = true;
            sweep.cancel();
            requests.values().forEach(SlotRequest::stopWaiting);
            resources.close();
        }
    }
}
