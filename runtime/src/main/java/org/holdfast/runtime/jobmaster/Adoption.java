package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.slots.AllocatedSlot;
import org.holdfast.runtime.slots.SlotManager;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/**
 * Finds out which attempts that the ledger names still run, and says which of them the job cannot
 * go on with. Waits until each TaskManager the ledger names has reported or is gone, or a time has
 * passed: a TaskManager that cannot be reached must not hold up the rest for ever. On the main
 * thread.
 */
final class Adoption {

    private final ExecutionGraph executions;
    private final SlotManager slots;
    private final MainThread mainThread;
    private final Duration timeout;
    private final Set<Subtask> finishedBefore;
    private final Set<TaskManagerId> awaited = new LinkedHashSet<>();
    private final Map<TaskManagerId, TaskManagerRegistration> reported = new HashMap<>();
    private final Map<TaskManagerId, String> gone = new HashMap<>();
    private final Map<Subtask, String> failures = new HashMap<>();
    private final Map<Subtask, Long> started = new HashMap<>();
    private MainThread.Cancellable timer = () -> {};
    private Optional<Runnable> onCollected = Optional.empty();
    private boolean collected;

    /**
     * Why the job cannot go on with an attempt.
     *
     * @param failure whether the task has failed, or its TaskManager; otherwise it was only on its
     *     way when the JobManager died
     */
    record Unfit(Subtask subtask, String reason, boolean failure) {

        /** For people. */
        String describe() {
            return subtask.name() + ": " + reason;
        }
    }

    /**
     * @param ledger the executions were made with
     * @param timeout how long TaskManagers may take to report
     */
    Adoption(
            ExecutionGraph executions,
            Ledger ledger,
            SlotManager slots,
            MainThread mainThread,
            Duration timeout) {
        this.executions = requireNonNull(executions, "executions");
        this.slots = requireNonNull(slots, "slots");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.timeout = requireNonNull(timeout, "timeout");
        finishedBefore = new LinkedHashSet<>();
        for (Ledger.Entry entry : ledger.entries()) {
            if (entry.finished()) {
                finishedBefore.add(executions.subtasksOf(entry.vertex()).get(entry.subtask()));
            }
        }
        for (Subtask subtask : executions.subtasks()) {
            subtask.current().recordedOn().ifPresent(awaited::add);
        }
    }

    /**
     * Begins to wait; reports may have come before. A TaskManager that is registered already has
     * had nothing to say of this job.
     *
     * @param then run once, perhaps at once
     */
    void begin(Runnable then) {
        onCollected = Optional.of(then);
        timer = mainThread.schedule(timeout, this::collect);
        for (TaskManagerId id : List.copyOf(awaited)) {
            slots.registration(id).ifPresent(there -> onReported(there, List.of()));
            slots.whyGone(id).ifPresent(reason -> onGone(id, reason));
        }
        collectIfAllKnown();
    }

    /**
     * Whether the job may go on with this attempt of a TaskManager's. It cannot with one that was
     * found, and given up with its TaskManager.
     */
    boolean expects(AttemptReport report, TaskManagerId id) {
        return !collected
                && report.graphHash().equals(executions.graph().hash())
                && executions
                        .findCurrent(report.attempt())
                        .map(Subtask::current)
                        .filter(ExecutionAttempt::isOnlyRecorded)
                        .flatMap(ExecutionAttempt::recordedOn)
                        .filter(id::equals)
                        .isPresent();
    }

    /** A TaskManager says what of the job it has; it may be nothing. */
    void onReported(TaskManagerRegistration registration, Collection<AttemptReport> attempts) {
        TaskManagerId id = registration.id();
        if (collected) {
            return;
        }
        reported.put(id, registration);
        for (AttemptReport report : attempts) {
            if (expects(report, id)) {
                executions
                        .findCurrent(report.attempt())
                        .ifPresent(subtask -> find(subtask, registration, report));
            }
        }
        awaited.remove(id);
        collectIfAllKnown();
    }

    private void find(Subtask subtask, TaskManagerRegistration where, AttemptReport report) {
        TaskStateChange latest = report.latest();
        started.put(subtask, report.startedCheckpoint());
        subtask.current().find(new AllocatedSlot(where, 0), latest);
        if (subtask.current().isDeployed()) {
            slots.take(executions.graph().id(), subtask.index(), where.id());
        }
        if (latest.state() == ExecutionState.FAILED) {
            failures.put(subtask, latest.failure());
        }
    }

    /** An attempt that was found has changed. */
    void onChanged(Subtask subtask, TaskStateChange change) {
        if (change.state() == ExecutionState.FAILED) {
            failures.put(subtask, change.failure());
        }
    }

    /** A TaskManager will never report, or not again. */
    void onGone(TaskManagerId id, String reason) {
        gone.put(id, reason);
        awaited.remove(id);
        collectIfAllKnown();
    }

    private void collectIfAllKnown() {
        if (awaited.isEmpty() && onCollected.isPresent()) {
            collect();
        }
    }

    private void collect() {
        if (!collected) {
            collected = true;
            timer.cancel();
            onCollected.orElseThrow().run();
        }
    }

    /** For people. */
    String waitingFor() {
        return awaited.size() + " TaskManagers to say what still runs there: " + awaited;
    }

    // ---------------------------------------------------------------- the decision

    /**
     * Whether this checkpoint, the last of its job, is of these attempts, as far as they have not
     * ended. Attempts that were started from it have taken part in none, or in a later one.
     */
    boolean isOf(Collection<Subtask> attempts, long checkpoint) {
        return attempts.stream()
                .filter(subtask -> !ExecutionGraph.isFinished(subtask))
                .allMatch(subtask -> started.getOrDefault(subtask, 0L) == checkpoint);
    }

    /** What the job cannot go on with; the rest runs, or has FINISHED. */
    List<Unfit> unfit() {
        markFinished();
        List<Unfit> unfit = new ArrayList<>();
        for (Subtask subtask : executions.subtasks()) {
            whyUnfit(subtask).ifPresent(unfit::add);
        }
        return unfit;
    }

    /**
     * What the ledger calls finished, and its TaskManager has forgotten, has FINISHED, unless its
     * output is gone and still needed. Consumers are looked at before their producers.
     */
    private void markFinished() {
        List<Subtask> consumersFirst = new ArrayList<>(executions.subtasks());
        Collections.reverse(consumersFirst);
        for (Subtask subtask : consumersFirst) {
            ExecutionAttempt attempt = subtask.current();
            if (!attempt.isOnlyRecorded() || !finishedBefore.contains(subtask)) {
                continue;
            }
            Optional<TaskManagerRegistration> where =
                    attempt.recordedOn().map(reported::get).filter(found -> !isGone(found.id()));
            if (where.isPresent()) {
                attempt.find(new AllocatedSlot(where.get(), 0), finished(attempt.id()));
            } else if (!executions.hasUnfinishedConsumer(subtask)) {
                attempt.moveTo(ExecutionState.FINISHED, "as recorded");
            }
        }
    }

    private boolean isGone(TaskManagerId id) {
        return gone.containsKey(id);
    }

    private static TaskStateChange finished(ExecutionAttemptId attempt) {
        return new TaskStateChange(attempt, ExecutionState.FINISHED, "", TaskCounters.NONE);
    }

    private Optional<Unfit> whyUnfit(Subtask subtask) {
        ExecutionAttempt attempt = subtask.current();
        return switch (attempt.state()) {
            case INITIALIZING, RUNNING, FINISHING, FINISHED -> Optional.empty();
            case FAILED -> Optional.of(new Unfit(subtask, whyFailed(subtask), true));
            case CREATED -> Optional.of(whyNotFound(subtask));
            default ->
                    Optional.of(
                            new Unfit(
                                    subtask,
                                    "it was being stopped when the JobManager died",
                                    false));
        };
    }

    private String whyFailed(Subtask subtask) {
        String failure = failures.getOrDefault(subtask, "");
        TaskManagerId where = subtask.current().taskManager();
        return failure.isEmpty() && isGone(where) ? describeLoss(where) : failure;
    }

    private String describeLoss(TaskManagerId id) {
        return "TaskManager " + id + " lost: " + gone.get(id);
    }

    private Unfit whyNotFound(Subtask subtask) {
        Optional<TaskManagerId> where = subtask.current().recordedOn();
        if (where.isEmpty()) {
            return new Unfit(subtask, "it was never deployed", false);
        }
        TaskManagerId id = where.get();
        if (isGone(id)) {
            return new Unfit(subtask, describeLoss(id), true);
        }
        return reported.containsKey(id)
                ? new Unfit(subtask, "TaskManager " + id + " does not run it", false)
                : new Unfit(
                        subtask,
                        "TaskManager %s did not report within %d ms"
                                .formatted(id, timeout.toMillis()),
                        true);
    }
}
