package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.slots.SlotManager;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.taskmanager.TaskManagerReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TaskManagers that introduced themselves, and whose slots cannot be used yet: all while jobs
 * are still being loaded, later those that run attempts nobody wants any more, until these have
 * ended. On the main thread.
 */
final class ReturningTaskManagers {

    private static final Logger log = LoggerFactory.getLogger(ReturningTaskManagers.class);

    /** How much longer than a TaskManager itself is waited for a task to stop. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final RunningJobs jobs;
    private final Reconciliation reconciliation;
    private final SlotManager slots;
    private final MainThread mainThread;
    private final Duration bound;
    private final Map<TaskManagerId, Introduction> early = new LinkedHashMap<>();
    private final Map<TaskManagerId, Clearing> clearing = new LinkedHashMap<>();
    private boolean loaded;

    private record Introduction(
            TaskManagerRegistration registration,
            TaskManagerReport report,
            TaskManagerGateway gateway) {}

    private record Clearing(
            Introduction introduction,
            Set<ExecutionAttemptId> strays,
            MainThread.Cancellable bound) {}

    /**
     * @param cancellationTimeout how long TaskManagers let a task take to stop
     */
    ReturningTaskManagers(
            RunningJobs jobs,
            SlotManager slots,
            MainThread mainThread,
            Duration cancellationTimeout) {
        this.jobs = requireNonNull(jobs, "jobs");
        this.reconciliation = new Reconciliation(jobs);
        this.slots = requireNonNull(slots, "slots");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.bound = cancellationTimeout.plus(MARGIN);
    }

    /**
     * A TaskManager introduced itself.
     *
     * @return empty text if it is accepted, else why not
     */
    String onRegistered(
            TaskManagerRegistration registration,
            TaskManagerReport report,
            TaskManagerGateway gateway) {
        Introduction introduction = new Introduction(registration, report, gateway);
        forget(registration.id());
        if (!loaded) {
            early.put(registration.id(), introduction);
            return "";
        }
        return take(introduction);
    }

    /** All jobs are known. */
    void onJobsLoaded() {
        loaded = true;
        List<Introduction> waiting = List.copyOf(early.values());
        early.clear();
        waiting.forEach(this::takeLate);
    }

    private String take(Introduction introduction) {
        TaskManagerId id = introduction.registration().id();
        List<ExecutionAttemptId> strays = reconciliation.strays(id, introduction.report());
        FaultPoint.hit("S9");
        strays.forEach(introduction.gateway()::cancelTask);
        boolean inUse =
                slots.gateway(id).isPresent()
                        || introduction.report().countRunning() > strays.size();
        if (strays.isEmpty() || inUse) {
            return admit(introduction);
        }
        tellJobs(introduction);
        log.info(
                "TaskManager {} runs {} tasks that are not to go on; its slots are used when they"
                        + " have ended.",
                id,
                strays.size());
        MainThread.Cancellable timer = mainThread.schedule(bound, () -> giveUp(id));
        clearing.put(id, new Clearing(introduction, new HashSet<>(strays), timer));
        return "";
    }

    /** Its slots may be used; jobs that are being taken over get those they have. */
    private String admit(Introduction introduction) {
        String refusal = slots.onRegistered(introduction.registration(), introduction.gateway());
        if (refusal.isEmpty()) {
            tellJobs(introduction);
        }
        return refusal;
    }

    private void tellJobs(Introduction introduction) {
        jobs.onReported(introduction.registration(), introduction.report());
        introduction.report().attempts().stream()
                .filter(AttemptReport::hasEnded)
                .map(AttemptReport::attempt)
                .filter(ended -> !jobs.holdsEnd(ended))
                .forEach(introduction.gateway()::acknowledgeEnd);
    }

    /** It was told that it is accepted, some time ago. */
    private void takeLate(Introduction introduction) {
        String refusal = take(introduction);
        if (!refusal.isEmpty()) {
            introduction.gateway().shutDown(refusal);
        }
    }

    private void giveUp(TaskManagerId id) {
        Clearing stuck = clearing.remove(id);
        String reason =
                "a task of an earlier JobManager did not stop within " + bound.toSeconds() + " s";
        slots.turnAway(id, stuck.introduction().gateway(), reason);
    }

    /** An attempt has ended. */
    void onEnded(TaskManagerId id, ExecutionAttemptId attempt) {
        Clearing waiting = clearing.get(id);
        if (waiting != null && waiting.strays().remove(attempt) && waiting.strays().isEmpty()) {
            forget(id);
            String refusal =
                    slots.onRegistered(
                            waiting.introduction().registration(),
                            waiting.introduction().gateway());
            if (!refusal.isEmpty()) {
                waiting.introduction().gateway().shutDown(refusal);
            }
        }
    }

    /** How to reach one of them. */
    Optional<TaskManagerGateway> gateway(TaskManagerId id) {
        return Optional.ofNullable(clearing.get(id))
                .map(waiting -> waiting.introduction().gateway());
    }

    /** A TaskManager is gone, or has introduced itself again. */
    void forget(TaskManagerId id) {
        early.remove(id);
        Clearing gone = clearing.remove(id);
        if (gone != null) {
            gone.bound().cancel();
        }
    }
}
