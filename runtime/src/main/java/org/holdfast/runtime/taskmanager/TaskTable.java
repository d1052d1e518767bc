package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskEnvironment;
import org.holdfast.runtime.task.TaskStateChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts a TaskManager runs, their slots, and how those before them have ended; reports what
 * becomes of them. Main thread only.
 */
final class TaskTable implements Task.Listener {

    private static final Logger log = LoggerFactory.getLogger(TaskTable.class);

    private final TaskManagerId id;
    private final MainThread mainThread;
    private final TaskEnvironment environment;
    private final SlotTable slots;
    private final JobManagerReports reports;
    private final Runnable onEnded;
    private final Map<ExecutionAttemptId, Task> tasks = new HashMap<>();
    private final EndedAttempts endedAttempts = new EndedAttempts();

    /**
     * Nothing runs yet.
     *
     * @param onEnded called when an attempt has ended
     */
    TaskTable(
            TaskManagerId id,
            MainThread mainThread,
            TaskEnvironment environment,
            SlotTable slots,
            JobManagerReports reports,
            Runnable onEnded) {
        this.id = requireNonNull(id, "id");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.environment = requireNonNull(environment, "environment");
        this.slots = requireNonNull(slots, "slots");
        this.reports = requireNonNull(reports, "reports");
        this.onEnded = requireNonNull(onEnded, "onEnded");
    }

    int size() {
        return tasks.size();
    }

    /** What each of them has done so far. */
    Map<ExecutionAttemptId, TaskCounters> counters() {
        Map<ExecutionAttemptId, TaskCounters> counters = new HashMap<>();
        tasks.forEach((attempt, task) -> counters.put(attempt, task.counters()));
        return counters;
    }

    /**
     * Runs an attempt, or says why not. One that came here before is told how it stands.
     *
     * @param stopReason why the TaskManager runs nothing more, if that is so
     */
    void submit(TaskDeployment deployment, Optional<String> stopReason) {
        ExecutionAttemptId attempt = deployment.attempt();
        Optional<TaskStateChange> end = endedAttempts.find(attempt);
        if (tasks.containsKey(attempt)) {
            reports.report(tasks.get(attempt).currentState());
        } else if (end.isPresent()) {
            reports.report(end.get());
        } else if (stopReason.isPresent()) {
            refuse(attempt, "it is stopping: " + stopReason.get());
        } else if (!slots.occupy(attempt)) {
            refuse(attempt, "it has no free slot; " + slots);
        } else {
            Task task = new Task(deployment, environment, mainThread, this);
            tasks.put(attempt, task);
            task.start();
        }
    }

    private void refuse(ExecutionAttemptId attempt, String why) {
        String failure = "TaskManager " + id + " cannot run attempt " + attempt + ": " + why;
        log.warn("{}", failure);
        end(new TaskStateChange(attempt, ExecutionState.FAILED, failure, TaskCounters.NONE));
    }

    /** Stops an attempt; one that never came here must not start when it comes late. */
    void cancel(ExecutionAttemptId attempt) {
        Task task = tasks.get(attempt);
        if (task != null) {
            task.cancel("told by the JobManager");
        } else {
            end(
                    endedAttempts
                            .find(attempt)
                            .orElseGet(
                                    () ->
                                            new TaskStateChange(
                                                    attempt,
                                                    ExecutionState.CANCELED,
                                                    "",
                                                    TaskCounters.NONE)));
        }
    }

    /** Stops all. */
    void cancelAll(String reason) {
        List.copyOf(tasks.values()).forEach(task -> task.cancel(reason));
    }

    /** Tells an attempt something, if it is there. */
    void tell(ExecutionAttemptId attempt, Consumer<Task> what) {
        Task task = tasks.get(attempt);
        if (task != null) {
            what.accept(task);
        } else {
            log.debug("TaskManager {}: attempt {} is not here", id, attempt);
        }
    }

    @Override
    public void onTaskStateChanged(TaskStateChange change) {
        if (change.state().isTerminal()) {
            tasks.remove(change.attempt());
            slots.release(change.attempt());
            end(change);
            onEnded.run();
        } else {
            reports.report(change);
        }
    }

    @Override
    public void onCheckpointAnswer(CheckpointAnswer answer) {
        if (tasks.containsKey(answer.attempt())) {
            reports.report(answer);
        }
    }

    private void end(TaskStateChange change) {
        endedAttempts.add(change);
        reports.report(change);
    }
}
