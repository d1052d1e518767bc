package org.holdfast.runtime.taskmanager;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.RunningTask;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts a TaskManager runs, their slots, and how those before them have ended; reports what
 * becomes of them. Main thread only.
 */
final class TaskTable implements Task.Listener {

    private static final Logger log = LoggerFactory.getLogger(TaskTable.class);

    private static final Comparator<ExecutionAttemptId> BY_PLACE =
            comparing((ExecutionAttemptId attempt) -> attempt.job().hex())
                    .thenComparing(ExecutionAttemptId::vertex)
                    .thenComparing(ExecutionAttemptId::subtask)
                    .thenComparing(ExecutionAttemptId::attempt);

    private final TaskManagerId id;
    private final RunningTask.Factory factory;
    private final SlotTable slots;
    private final JobManagerReports reports;
    private final Runnable onEnded;
    private final Map<ExecutionAttemptId, RunningAttempt> tasks = new HashMap<>();
    private final EndedAttempts endedAttempts = new EndedAttempts();
    private final WaitingDeployments waiting = new WaitingDeployments();
    private Optional<String> stopReason = Optional.empty();

    /**
     * Nothing runs yet.
     *
     * @param onEnded called when an attempt has ended
     */
    TaskTable(
            TaskManagerId id,
            RunningTask.Factory factory,
            SlotTable slots,
            JobManagerReports reports,
            Runnable onEnded) {
        this.id = requireNonNull(id, "id");
        this.factory = requireNonNull(factory, "factory");
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
        tasks.forEach((attempt, running) -> counters.put(attempt, running.task().counters()));
        return counters;
    }

    /** How each of them stands, by job, vertex and subtask. */
    List<TaskManagerOverview.TaskRow> overview() {
        return tasks.values().stream()
                .map(RunningAttempt::overview)
                .sorted(comparing(TaskManagerOverview.TaskRow::attempt, BY_PLACE))
                .toList();
    }

    /** What a JobManager that comes next has to know of them, and of those that have ended. */
    List<AttemptReport> report() {
        return Stream.concat(
                        tasks.values().stream().map(RunningAttempt::report),
                        reports.unacknowledged().stream())
                .toList();
    }

    /** Runs an attempt, or says why not. One that came here before is told how it stands. */
    void submit(TaskDeployment deployment) {
        ExecutionAttemptId attempt = deployment.attempt();
        Optional<TaskStateChange> end = endedAttempts.find(attempt);
        if (tasks.containsKey(attempt)) {
            reports.report(tasks.get(attempt).task().currentState());
        } else if (end.isPresent()) {
            reports.reportEnd(AttemptReport.of(end.get()));
        } else if (stopReason.isPresent()) {
            refuse(attempt, "it is stopping: " + stopReason.get());
        } else if (slots.occupy(attempt)) {
            RunningTask task = factory.create(deployment, this);
            tasks.put(attempt, new RunningAttempt(deployment, task));
            if (!reports.isConnected()) {
                task.onLeaderLost(); // it had to wait for its slot, and the JobManager did not
            }
            task.start();
        } else if (isAnyStopping()) {
            waiting.add(deployment);
        } else {
            refuse(attempt, "it has no free slot; " + slots);
        }
    }

    private boolean isAnyStopping() {
        return tasks.values().stream()
                .anyMatch(running -> running.task().state() == ExecutionState.CANCELING);
    }

    private void refuse(ExecutionAttemptId attempt, String why) {
        String failure = "TaskManager " + id + " cannot run attempt " + attempt + ": " + why;
        log.warn("{}", failure);
        end(
                AttemptReport.of(
                        new TaskStateChange(
                                attempt, ExecutionState.FAILED, failure, TaskCounters.NONE)));
    }

    /** Stops an attempt; one that never came here must not start when it comes late. */
    void cancel(ExecutionAttemptId attempt) {
        RunningAttempt running = tasks.get(attempt);
        if (running != null) {
            running.task().cancel("told by the JobManager");
        } else {
            waiting.remove(attempt);
            end(AttemptReport.of(endedAttempts.find(attempt).orElseGet(() -> cancelled(attempt))));
        }
    }

    private static TaskStateChange cancelled(ExecutionAttemptId attempt) {
        return new TaskStateChange(attempt, ExecutionState.CANCELED, "", TaskCounters.NONE);
    }

    /** There is no JobManager from now on. */
    void onLeaderLost() {
        tasks.values().forEach(running -> running.task().onLeaderLost());
    }

    /** There is a JobManager. */
    void onLeaderFound() {
        tasks.values().forEach(running -> running.task().onLeaderFound());
    }

    /** Stops all, and runs nothing more. */
    void stop(String reason) {
        stopReason = Optional.of(reason);
        waiting.takeAll().forEach(this::submit);
        List.copyOf(tasks.values()).forEach(running -> running.task().cancel(reason));
    }

    /** Tells an attempt something, if it is there. */
    void tell(ExecutionAttemptId attempt, Consumer<RunningAttempt> what) {
        RunningAttempt running = tasks.get(attempt);
        if (running != null) {
            what.accept(running);
        } else {
            log.debug("TaskManager {}: attempt {} is not here", id, attempt);
        }
    }

    @Override
    public void onTaskStateChanged(TaskStateChange change) {
        if (change.state().isTerminal()) {
            RunningAttempt ended = tasks.remove(change.attempt());
            slots.release(change.attempt());
            end(ended.report(change));
            waiting.takeAll().forEach(this::submit);
            onEnded.run();
        } else {
            reports.report(change);
        }
    }

    @Override
    public void onCheckpointAnswer(CheckpointAnswer answer) {
        RunningAttempt running = tasks.get(answer.attempt());
        if (running != null) {
            running.onAnswer(answer);
            reports.report(answer);
        }
    }

    private void end(AttemptReport end) {
        endedAttempts.add(end.latest());
        reports.reportEnd(end);
    }
}
