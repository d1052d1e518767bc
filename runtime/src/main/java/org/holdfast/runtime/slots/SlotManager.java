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
 * <p>Whatever may change who gets slots leads to one review: the number of wanted TaskManagers is
 * declared, then requests that fit are granted. A review is an action of its own, so owners are
 * never called from within their own call, and several changes at once make one review.
 */
public final class SlotManager implements ResourceProvider.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SlotManager.class);

    private final SlotManagerSettings settings;
    private final MainThread mainThread;
    private final ResourceProvider resources;
    private final TaskManagerObserver observer;
    private final ClusterCapacity capacity;
    private final TaskManagerRoster roster;
    private final TaskManagerPool pool;

    /** Of all jobs that wait for slots, hold them, or are about to ask again; oldest job first. */
    private final Map<JobId, SlotRequest> requests = new LinkedHashMap<>();

    /** Why TaskManagers cannot be had, as last said; until one comes nevertheless. */
    private Optional<String> unavailable = Optional.empty();

    private boolean reviewDue;
    private boolean closed;
    private int wanted;

    /** Nothing happens before {@link #start}. */
    public SlotManager(
            SlotManagerSettings settings,
            MainThread mainThread,
            ResourceProvider resources,
            TaskManagerObserver observer) {
        this.settings = requireNonNull(settings, "settings");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.resources = requireNonNull(resources, "resources");
        this.observer = requireNonNull(observer, "observer");
        capacity = new ClusterCapacity(settings, resources);
        roster = new TaskManagerRoster(settings, mainThread, resources, new Changes());
        pool = roster.pool();
    }

    /** Starts the ResourceProvider and asks it for the minimum of TaskManagers. */
    public void start() {
        mainThread.assertOwned();
        resources.start(this);
        roster.startSweeping();
        scheduleReview();
    }

    // ---------------------------------------------------------------- jobs

    /**
     * Asks for slots, all or none. The job keeps its place among the jobs that wait.
     *
     * @param slots the same number each time, at least 1
     * @param inUse whether the job uses slots it holds: it keeps them at their places, and only
     *     what is missing is looked for. Otherwise it gives them up, so that jobs that have lost
     *     some do not wait for each other's
     */
    public void request(JobId job, int slots, boolean inUse, SlotOwner owner) {
        mainThread.assertOwned();
        SlotRequest request =
                requests.computeIfAbsent(job, id -> new SlotRequest(id, slots, owner));
        if (!inUse) {
            request.giveUp();
            pool.free(job, mainThread.nowMillis());
        }
        request.waitFor(settings.requestTimeout(), mainThread, () -> onRequestTimeout(request));
        scheduleReview();
    }

    /**
     * The job had slots under an earlier JobManager, and may go on in them: TaskManagers are wanted
     * for it from now on, and {@link #take} gives it the slots as they come back.
     */
    public void expect(JobId job, int slots, SlotOwner owner) {
        mainThread.assertOwned();
        SlotRequest request =
                requests.computeIfAbsent(job, id -> new SlotRequest(id, slots, owner));
        request.markGranted();
        scheduleReview();
    }

    /**
     * Gives a job that was {@link #expect expected} the slot in which its tasks run. Does nothing
     * if it has the slot already, or the TaskManager has none left.
     *
     * @param place which of the job's slots it is
     * @param taskManager a registered one
     */
    public void take(JobId job, int place, TaskManagerId taskManager) {
        mainThread.assertOwned();
        SlotRequest request = requests.get(job);
        if (!request.holds(place)) {
            pool.find(taskManager)
                    .filter(found -> found.usedSlots() < found.slots())
                    .ifPresent(found -> request.take(place, found.allocate(job)));
        }
    }

    /** The job needs no slots any more. */
    public void release(JobId job) {
        mainThread.assertOwned();
        SlotRequest request = requests.remove(job);
        if (request != null) {
            request.stopWaiting();
            pool.free(job, mainThread.nowMillis());
            scheduleReview();
        }
    }

    /** What there is of slots, for those who wait. */
    public String describe() {
        return pool.describe()
                + ", "
                + wanted
                + " TaskManagers are wanted"
                + unavailable.map(reason -> "; none can be had: " + reason).orElse("");
    }

    private void onRequestTimeout(SlotRequest request) {
        request.stopWaiting();
        request.owner()
                .onSlotsUnavailable(
                        "no "
                                + request.slots()
                                + " slots within "
                                + settings.requestTimeout().toSeconds()
                                + " s: "
                                + describe()
                                + ". Wait for other jobs to end, lower -p, or let the cluster have"
                                + " more TaskManagers.");
    }

    // ---------------------------------------------------------------- TaskManagers

    /**
     * A TaskManager introduced itself. One that was given up has no slot in use: its jobs have
     * moved on. If its place is given to another, it is refused.
     *
     * @return empty text if it is accepted, else why not
     */
    public String onRegistered(TaskManagerRegistration registration, TaskManagerGateway gateway) {
        mainThread.assertOwned();
        return roster.register(registration, gateway);
    }

    /** A TaskManager lives. */
    public void onHeartbeat(TaskManagerHeartbeat heartbeat) {
        mainThread.assertOwned();
        roster.hear(heartbeat);
    }

    /** A TaskManager cannot be reached, and may come back. */
    public void onLinkLost(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        roster.onLinkLost(id, reason);
    }

    /**
     * A TaskManager is to be treated as gone: its process ended, it was silent for too long, or it
     * does not do as told. Whatever is left of its process is stopped.
     */
    public void onLost(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        roster.giveUp(id, reason);
    }

    /** A TaskManager that was not registered cannot be used: whatever it runs does not end. */
    public void turnAway(TaskManagerId id, TaskManagerGateway gateway, String reason) {
        mainThread.assertOwned();
        roster.turnAway(id, gateway, reason);
    }

    @Override
    public void onTerminated(TaskManagerId id, String reason) {
        mainThread.assertOwned();
        roster.onTerminated(id, reason);
    }

    @Override
    public void onUnavailable(String reason) {
        mainThread.assertOwned();
        log.warn("TaskManagers cannot be had: {}", reason);
        unavailable = Optional.of(reason);
        scheduleReview();
    }

    /** How to reach a TaskManager; empty if it is not registered. */
    public Optional<TaskManagerGateway> gateway(TaskManagerId id) {
        return pool.find(id).map(RegisteredTaskManager::gateway);
    }

    /** Who a TaskManager is; empty if it is not registered. */
    public Optional<TaskManagerRegistration> registration(TaskManagerId id) {
        return pool.find(id).map(RegisteredTaskManager::registration);
    }

    /** Why a TaskManager is gone; empty if it is not known to be. */
    public Optional<String> whyGone(TaskManagerId id) {
        return pool.whyGone(id);
    }

    /** All registered TaskManagers, in the order they registered. */
    public List<TaskManagerStatus> taskManagers() {
        long now = mainThread.nowMillis();
        return pool.all().stream().map(taskManager -> taskManager.status(now)).toList();
    }

    /** How many TaskManagers the ResourceProvider was asked for. */
    public int wantedTaskManagers() {
        return wanted;
    }

    private final class Changes implements TaskManagerRoster.Listener {

        @Override
        public void onTaskManagerAdded() {
            unavailable = Optional.empty();
            scheduleReview();
        }

        @Override
        public void onTaskManagerLost(TaskManagerId id, String reason) {
            requests.values().forEach(request -> request.lose(id));
            scheduleReview();
            observer.onTaskManagerLost(id, reason);
        }

        @Override
        public void onTaskManagerRelinked(TaskManagerId id) {
            scheduleReview();
            observer.onTaskManagerRelinked(id);
        }

        @Override
        public boolean isSpare(RegisteredTaskManager idle) {
            return resources.isElastic()
                    && pool.count() > wanted
                    && pool.slots() - idle.slots() >= neededSlots() + redundantSlots();
        }
    }

    // ---------------------------------------------------------------- review

    private void scheduleReview() {
        if (!reviewDue) {
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
            // An owner called for an earlier request may have ended this one.
            if (request.isWaiting()) {
                decide(request);
            }
        }
    }

    private void decide(SlotRequest request) {
        if (request.missing() <= pool.freeSlots()) {
            request.grant(pool.allocate(request.job(), request.missing()));
            request.owner().onSlotsGranted(request.held());
        } else if (!request.wasEverGranted()) {
            whyNever(request)
                    .ifPresent(
                            reason -> {
                                release(request.job());
                                request.owner().onSlotsRefused(reason);
                            });
        }
    }

    private Optional<String> whyNever(SlotRequest request) {
        return capacity.refusal(request.slots(), pool)
                .or(
                        () ->
                                unavailable.map(
                                        reason ->
                                                "job needs "
                                                        + request.slots()
                                                        + " slots, but TaskManagers cannot be had: "
                                                        + reason));
    }

    private void declareWanted() {
        int needed = capacity.taskManagersFor(neededSlots() + redundantSlots());
        int nowWanted = Math.max(settings.minimumTaskManagers(), needed);
        if (nowWanted != wanted) {
            log.info(
                    "Wants {} TaskManagers (was {}): jobs need {} slots, {} are kept to spare, the"
                            + " minimum is {}.",
                    nowWanted,
                    wanted,
                    neededSlots(),
                    redundantSlots(),
                    settings.minimumTaskManagers());
            wanted = nowWanted;
            resources.declareWanted(wanted);
        }
    }

    private long neededSlots() {
        return requests.values().stream().mapToLong(SlotRequest::slots).sum();
    }

    /** Slots to spare while jobs run, so that a TaskManager lost is replaced at once. */
    private long redundantSlots() {
        return requests.isEmpty()
                ? 0
                : (long) settings.redundantTaskManagers() * resources.slotsPerTaskManager();
    }

    /** Stops timers and the ResourceProvider. */
    @Override
    public void close() {
        mainThread.assertOwned();
        if (!closed) {
            closed = true;
            roster.stopSweeping();
            requests.values().forEach(SlotRequest::stopWaiting);
            resources.close();
        }
    }
}
