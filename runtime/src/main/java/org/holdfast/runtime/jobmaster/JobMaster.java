package org.holdfast.runtime.jobmaster;

import static org.holdfast.runtime.dispatcher.JobStatus.CANCELED;
import static org.holdfast.runtime.dispatcher.JobStatus.CANCELLING;
import static org.holdfast.runtime.dispatcher.JobStatus.CREATED;
import static org.holdfast.runtime.dispatcher.JobStatus.FAILED;
import static org.holdfast.runtime.dispatcher.JobStatus.FAILING;
import static org.holdfast.runtime.dispatcher.JobStatus.FINISHED;
import static org.holdfast.runtime.dispatcher.JobStatus.RESTARTING;
import static org.holdfast.runtime.dispatcher.JobStatus.RUNNING;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.restart.RestartStrategy;
import org.holdfast.runtime.slots.AllocatedSlot;
import org.holdfast.runtime.slots.SlotOwner;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs one job from submission to its end, on the main thread.
 *
 * <p>The job waits for all its slots, deploys all its tasks at once, and follows them. When one
 * fails, all others are stopped; once none is left anywhere, the job asks for its slots anew and
 * starts over, or ends, as its restart strategy says. No attempt starts before the one before it
 * has ended or its TaskManager is given up.
 *
 * <p>During a restart the job keeps its slots and its place among the jobs that wait, so that
 * TaskManagers lost are replaced while its tasks are still being stopped.
 */
public final class JobMaster implements SlotOwner {

    private static final Logger log = LoggerFactory.getLogger(JobMaster.class);

    /** What a TaskManager can say of an attempt. */
    private static final Set<ExecutionState> REPORTED =
            EnumSet.of(
                    ExecutionState.INITIALIZING,
                    ExecutionState.RUNNING,
                    ExecutionState.FINISHED,
                    ExecutionState.CANCELED,
                    ExecutionState.FAILED);

    private final JobGraph graph;
    private final JobServices services;
    private final JobEndListener endListener;
    private final RestartStrategy restartStrategy;
    private final ExecutionGraph executions;
    private final JobState state;
    private final FailureHistory failures;
    private final JobReport report;
    private final TaskCommands commands;
    private final RestartDelay restartDelay;

    private int restarts;

    /**
     * Nothing happens before {@link #start}.
     *
     * @throws InvalidConfigurationException if the job's settings cannot be used
     */
    public JobMaster(JobGraph graph, JobServices services, JobEndListener endListener) {
        this.graph = requireNonNull(graph, "graph");
        this.services = requireNonNull(services, "services");
        this.endListener = requireNonNull(endListener, "endListener");
        Configuration effective = services.configuration().withAll(graph.settings());
        restartStrategy = services.restartStrategies().forJob(Configuration.of(graph.settings()));
        executions = new ExecutionGraph(graph);
        state = new JobState(graph, services.wallClock());
        failures = new FailureHistory(services.wallClock());
        report = new JobReport(graph, executions, state, failures);
        DeploymentPlan plan =
                new DeploymentPlan(
                        graph,
                        executions,
                        services.jars().uriOf(graph.code().jarDigest()),
                        effective.toMap());
        commands =
                new TaskCommands(
                        plan,
                        services.mainThread(),
                        services.slots(),
                        effective.get(TaskManagerOptions.CANCELLATION_TIMEOUT));
        restartDelay = new RestartDelay(services.mainThread(), () -> guarded(this::restartIfReady));
    }

    public JobGraph graph() {
        return graph;
    }

    public JobStatus status() {
        return state.status();
    }

    public JobSummary summary() {
        return report.summary();
    }

    public JobDetails details() {
        return report.details(
                restarts,
                restartStrategy.describe(services.mainThread().nowMillis()),
                waitingFor());
    }

    private String waitingFor() {
        if (state.status().isTerminal() || state.is(RUNNING)) {
            return "";
        }
        int toStop = executions.countDeployed();
        if (toStop > 0) {
            return toStop + " tasks to stop";
        }
        return restartDelay.isRunning()
                ? "the restart delay to pass"
                : graph.requiredSlots() + " slots; " + services.slots().describe();
    }

    /** How many of its tasks a TaskManager has that have not ended. */
    public int countTasksOn(TaskManagerId taskManager) {
        return executions.deployedOn(taskManager).size();
    }

    /** Asks for slots; the tasks are deployed when they are there. */
    public void start() {
        guarded(
                () -> {
                    log.info(
                            "Job {} ({}) needs {} slots for {} tasks; on failure: {}.",
                            graph.id(),
                            graph.name(),
                            graph.requiredSlots(),
                            executions.subtasks().size(),
                            restartStrategy.describe(services.mainThread().nowMillis()));
                    requestSlots();
                });
    }

    /** Stops the job; does nothing if it has ended, failed for good or is being stopped already. */
    public void cancel() {
        guarded(
                () -> {
                    if (state.is(CREATED) || state.is(RUNNING) || state.is(RESTARTING)) {
                        state.moveTo(CANCELLING, "");
                        stopTasks();
                    }
                });
    }

    private void requestSlots() {
        executions.subtasks().stream()
                .map(Subtask::current)
                .filter(attempt -> attempt.canMoveTo(ExecutionState.SCHEDULED))
                .forEach(attempt -> attempt.moveTo(ExecutionState.SCHEDULED, ""));
        services.slots().request(graph.id(), graph.requiredSlots(), this);
    }

    @Override
    public void onSlotsGranted(List<AllocatedSlot> slots) {
        guarded(() -> deploy(slots));
    }

    @Override
    public void onSlotsUnavailable(String reason) {
        guarded(() -> fail("", reason));
    }

    @Override
    public void onSlotsRefused(String reason) {
        guarded(
                () -> {
                    failures.add("", reason);
                    failForGood(reason);
                });
    }

    private void deploy(List<AllocatedSlot> slots) {
        if (state.is(RESTARTING)) {
            restarts++;
        }
        state.moveTo(RUNNING, "");
        commands.deploy(executions.subtasks(), slots);
    }

    /** A TaskManager's news. News of attempts of the past change nothing. */
    public void onTaskStateChanged(TaskManagerId from, TaskStateChange change) {
        guarded(
                () -> {
                    Optional<Subtask> subtask =
                            executions
                                    .findCurrent(change.attempt())
                                    .filter(found -> found.current().isOn(from))
                                    .filter(found -> found.current().canMoveTo(change.state()));
                    if (subtask.isPresent() && REPORTED.contains(change.state())) {
                        apply(subtask.get(), change);
                    } else {
                        log.debug("Late or unknown news of {} ignored: {}", from, change);
                    }
                });
    }

    private void apply(Subtask subtask, TaskStateChange change) {
        ExecutionAttempt attempt = subtask.current();
        attempt.count(change.counters());
        attempt.moveTo(change.state(), firstLine(change.failure()));
        if (!change.state().isTerminal()) {
            return;
        }
        if (!state.is(RUNNING)) {
            goOnIfStopped();
        } else if (change.state() == ExecutionState.FAILED) {
            fail(subtask.name(), change.failure());
        } else if (change.state() == ExecutionState.CANCELED) {
            fail(subtask.name(), "its TaskManager stopped it without being told to");
        } else if (executions.allFinished()) {
            end(FINISHED, "");
        }
    }

    /** How far a running attempt is. */
    public void onCounters(ExecutionAttemptId id, TaskCounters counters) {
        executions
                .findCurrent(id)
                .map(Subtask::current)
                .filter(ExecutionAttempt::isDeployed)
                .ifPresent(attempt -> attempt.count(counters));
    }

    /** A task's part of a checkpoint. */
    public void onCheckpointAnswer(TaskManagerId from, CheckpointAnswer answer) {
        services.mainThread().assertOwned();
    }

    /** A TaskManager is gone, with all it ran and all results that were still to be read. */
    public void onTaskManagerLost(TaskManagerId id, String reason) {
        guarded(
                () -> {
                    String cause = "TaskManager " + id + " lost: " + reason;
                    List<Subtask> missed = executions.missedWith(id);
                    executions
                            .deployedOn(id)
                            .forEach(
                                    subtask ->
                                            subtask.current().moveTo(ExecutionState.FAILED, cause));
                    if (!missed.isEmpty() && state.is(RUNNING)) {
                        fail(missed.get(0).name(), cause);
                    } else if (!missed.isEmpty()) {
                        goOnIfStopped();
                    }
                });
    }

    /** A TaskManager may have missed what it was told. */
    public void onTaskManagerRelinked(TaskManagerId id) {
        guarded(() -> executions.deployedOn(id).forEach(commands::repeat));
    }

    private void fail(String task, String cause) {
        failures.add(task, cause);
        Optional<Duration> delay = restartStrategy.onFailure(services.mainThread().nowMillis());
        if (delay.isEmpty()) {
            failForGood(describeFailure(task, cause));
        } else {
            if (!state.is(RESTARTING)) {
                state.moveTo(RESTARTING, describeFailure(task, cause));
            }
            restartDelay.run(delay.get());
            stopTasks();
        }
    }

    private static String describeFailure(String task, String cause) {
        return task.isEmpty() ? firstLine(cause) : task + " failed: " + firstLine(cause);
    }

    private void failForGood(String reason) {
        state.moveTo(FAILING, reason);
        stopTasks();
    }

    private void stopTasks() {
        commands.stop(executions.subtasks());
        goOnIfStopped();
    }

    private void goOnIfStopped() {
        if (!executions.allTerminal()) {
            return;
        }
        commands.stopWatching();
        if (state.is(RESTARTING)) {
            restartIfReady();
        } else {
            end(state.is(CANCELLING) ? CANCELED : FAILED, "");
        }
    }

    private void restartIfReady() {
        if (state.is(RESTARTING) && executions.allTerminal() && !restartDelay.isRunning()) {
            executions.subtasks().forEach(Subtask::startOver);
            requestSlots();
        }
    }

    private void end(JobStatus terminal, String reason) {
        state.moveTo(terminal, reason);
        restartDelay.stop();
        commands.stopWatching();
        services.slots().release(graph.id());
        endListener.onJobEnded(this);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** A defect that shows up in one job ends that job, no other and not the JobManager. */
    private void guarded(Runnable action) {
        services.mainThread().assertOwned();
        if (state.status().isTerminal()) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("Job {} ({}) is ended by an internal error", graph.id(), graph.name(), e);
            endAfter(e);
        }
    }

    private void endAfter(RuntimeException error) {
        failures.add("", "internal error of the JobManager: " + error);
        if (state.is(FAILING)) {
            end(FAILED, "internal error");
        } else if (!state.status().isTerminal()) {
            state.moveTo(FAILING, "internal error");
            guarded(this::stopTasks);
        }
    }
}
