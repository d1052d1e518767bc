package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.CheckpointException;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.JobManagerOptions;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one job from submission to its end, on the main thread.
 *
 * <p>It knows the job's {@link ExecutionGraph}, hands each piece of news to the subtask it is
 * about, and lets the {@link JobLifecycle} draw the consequences. A defect that shows up in one job
 * ends that job, no other and not the JobManager.
 */
public final class JobMaster {

    private static final Logger log = LoggerFactory.getLogger(JobMaster.class);

    /** What a TaskManager can say of an attempt. */
    private static final Set<ExecutionState> REPORTED =
            EnumSet.of(
                    ExecutionState.INITIALIZING,
                    ExecutionState.RUNNING,
                    ExecutionState.FINISHING,
                    ExecutionState.FINISHED,
                    ExecutionState.CANCELED,
                    ExecutionState.FAILED);

    private final JobGraph graph;
    private final JobServices services;
    private final JobListener listener;
    private final ExecutionGraph executions;
    private final JobState state;
    private final JobReport report;
    private final TaskCommands commands;
    private final JobCheckpoints checkpoints;
    private final Optional<Adoption> adoption;
    private final JobLifecycle lifecycle;

    /**
     * Nothing happens before {@link #start}.
     *
     * @param past what earlier JobManagers have done
     * @throws InvalidConfigurationException if the job's settings cannot be used
     */
    public JobMaster(JobGraph graph, JobPast past, JobServices services, JobListener listener) {
        this.graph = requireNonNull(graph, "graph");
        this.services = requireNonNull(services, "services");
        this.listener = requireNonNull(listener, "listener");
        Configuration effective = services.configuration().withAll(graph.settings());
        executions = new ExecutionGraph(graph, past);
        state = new JobState(graph, services.wallClock(), past.startTime());
        FailureHistory failures = new FailureHistory(services.wallClock());
        report = new JobReport(graph, executions, state, failures);
        commands =
                new TaskCommands(
                        new DeploymentPlan(
                                graph,
                                executions,
                                services.jars().uriOf(graph.code().jarDigest()),
                                effective.toMap()),
                        services.mainThread(),
                        services.slots(),
                        effective.get(TaskManagerOptions.CANCELLATION_TIMEOUT));
        checkpoints =
                new JobCheckpoints(
                        graph, past, services, effective, executions, commands, new Checkpoints());
        adoption =
                past.ledger()
                        .filter(ledger -> executions.anyOnlyRecorded())
                        .map(
                                ledger ->
                                        new Adoption(
                                                executions,
                                                ledger,
                                                services.slots(),
                                                services.mainThread(),
                                                effective.get(
                                                        JobManagerOptions.RECONCILIATION_TIMEOUT)));
        lifecycle =
                new JobLifecycle(
                        services,
                        executions,
                        state,
                        failures,
                        commands,
                        checkpoints,
                        services.restartStrategies().forJob(Configuration.of(graph.settings())),
                        adoption,
                        this::onTakenOver,
                        past.ledger().map(Ledger::restarts).orElse(0),
                        this::guarded,
                        new Ending());
    }

    private final class Checkpoints implements JobCheckpoints.Listener {

        @Override
        public void onCheckpointCompleted() {
            listener.onCheckpointCompleted(JobMaster.this);
        }

        @Override
        public void onTooManyFailures(String reason) {
            guarded(() -> lifecycle.failAll(reason));
        }
    }

    private final class Ending implements JobEnd.Ending {

        @Override
        public CompletableFuture<Void> record(JobStatus terminal) {
            return listener.onJobDecided(
                    JobMaster.this, detailsOf(report.summaryAtEnd(terminal), ""));
        }

        @Override
        public void onEnded() {
            lifecycle.releaseEnds();
            listener.onJobEnded(JobMaster.this);
        }
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
        return detailsOf(summary(), lifecycle.waitingFor());
    }

    private JobDetails detailsOf(JobSummary summary, String waitingFor) {
        return report.details(
                summary, lifecycle.restarts(), lifecycle.describeRestarts(), waitingFor);
    }

    /**
     * Whether an attempt that a TaskManager has is the one that counts, or may be. One that was
     * given up with its TaskManager is not, though none has taken its place yet.
     */
    public boolean wants(AttemptReport attempt, TaskManagerId taskManager) {
        boolean runs =
                executions
                        .findCurrent(attempt.attempt())
                        .map(Subtask::current)
                        .filter(known -> known.isOn(taskManager) && known.isDeployed())
                        .isPresent();
        return runs || underWay().filter(tasks -> tasks.expects(attempt, taskManager)).isPresent();
    }

    /** While it is being found out what runs; empty otherwise. */
    private Optional<Adoption> underWay() {
        return adoption.filter(pending -> lifecycle.isTakingOver());
    }

    /** Whether the TaskManager that has an attempt is to hold its end for a JobManager to come. */
    public boolean holdsEnd(ExecutionAttemptId attempt) {
        return lifecycle.holdsEnd(attempt)
                || lifecycle.isTakingOver() && executions.findCurrent(attempt).isPresent();
    }

    /** Its checkpoints, for people. */
    public CheckpointReport checkpoints() {
        return checkpoints.report();
    }

    /** How many of its tasks a TaskManager has that have not ended. */
    public int countTasksOn(TaskManagerId taskManager) {
        return executions.deployedOn(taskManager).size();
    }

    /** The longest gap that any of its sinks' subtasks has seen; see {@link TaskCounters}. */
    public long longestGapMillis() {
        return executions.subtasks().stream()
                .mapToLong(subtask -> subtask.current().counters().longestGapMillis())
                .max()
                .orElse(0);
    }

    // ---------------------------------------------------------------- what users want

    /** Asks for slots; the tasks are deployed when they are there. */
    public void start() {
        guarded(
                () -> {
                    log.info(
                            "Job {} ({}) needs {} slots for {} tasks in {} regions; on failure:"
                                    + " {}.",
                            graph.id(),
                            graph.name(),
                            graph.requiredSlots(),
                            executions.subtasks().size(),
                            executions.countRegions(),
                            lifecycle.describeRestarts());
                    lifecycle.start();
                });
    }

    /** Ends the job without running it: it was told to stop before this JobManager led. */
    public void startCancelled() {
        checkpoints.takeOver();
        cancel();
    }

    /** Stops the job; does nothing if it has ended, failed for good or is being stopped already. */
    public void cancel() {
        guarded(lifecycle::cancel);
    }

    /** See {@link org.holdfast.runtime.dispatcher.DispatcherGateway#savepoint}. */
    public CompletableFuture<String> savepoint(SavepointRequest request) {
        services.mainThread().assertOwned();
        try {
            return checkpoints.savepoint(request);
        } catch (CheckpointException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    // ---------------------------------------------------------------- news

    /**
     * A TaskManager has registered, and says how those of its attempts stand that are this job's.
     */
    public void onReported(
            TaskManagerRegistration taskManager, Collection<AttemptReport> attempts) {
        guarded(
                () -> {
                    underWay().ifPresent(pending -> pending.onReported(taskManager, attempts));
                    attempts.forEach(report -> follow(taskManager.id(), report.latest()));
                });
    }

    /** A TaskManager's news. News of attempts of the past change nothing. */
    public void onTaskStateChanged(TaskManagerId from, TaskStateChange change) {
        guarded(() -> follow(from, change));
    }

    private void follow(TaskManagerId from, TaskStateChange change) {
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
    }

    private void apply(Subtask subtask, TaskStateChange change) {
        ExecutionAttempt attempt = subtask.current();
        attempt.count(change.counters());
        attempt.moveTo(change.state(), FailureHistory.firstLine(change.failure()));
        lifecycle.onTaskChanged(subtask, change);
        if (change.state() == ExecutionState.RUNNING) {
            tellIfAllRun();
        }
    }

    private void tellIfAllRun() {
        if (executions.allRunningOrFinishing() && !lifecycle.isTakingOver()) {
            listener.onAllTasksRunning(this);
        }
    }

    private void onTakenOver(TakeoverReport report) {
        log.info(
                "Job {} ({}) taken over: {} tasks in {} regions go on, {} tasks in {} regions start"
                        + " over{}",
                graph.id(),
                graph.name(),
                report.adoptedTasks(),
                report.adoptedRegions(),
                report.restoredTasks(),
                report.restoredRegions(),
                report.reasons().isEmpty() ? "." : ": " + String.join("; ", report.reasons()));
        listener.onTakenOver(this, report);
        tellIfAllRun();
    }

    /** A task's part of a checkpoint; that of an attempt of the past changes nothing. */
    public void onCheckpointAnswer(TaskManagerId from, CheckpointAnswer answer) {
        guarded(
                () ->
                        executions
                                .findCurrent(answer.attempt())
                                .filter(found -> found.current().isOn(from))
                                .ifPresentOrElse(
                                        found -> checkpoints.onAnswer(answer),
                                        () -> log.debug("{} of {} ignored", answer, from)));
    }

    /** How far a running attempt is. */
    public void onCounters(ExecutionAttemptId id, TaskCounters counters) {
        executions
                .findCurrent(id)
                .map(Subtask::current)
                .filter(ExecutionAttempt::isDeployed)
                .ifPresent(attempt -> attempt.count(counters));
    }

    /** A TaskManager is gone, with all it ran and all results that were still to be read. */
    public void onTaskManagerLost(TaskManagerId id, String reason) {
        guarded(
                () -> {
                    String cause = "TaskManager " + id + " lost: " + reason;
                    underWay().ifPresent(pending -> pending.onGone(id, reason));
                    List<Subtask> lost = executions.missedWith(id);
                    executions
                            .deployedOn(id)
                            .forEach(
                                    subtask ->
                                            subtask.current().moveTo(ExecutionState.FAILED, cause));
                    lifecycle.onTasksLost(lost, cause);
                });
    }

    /** A TaskManager may have missed what it was told. */
    public void onTaskManagerRelinked(TaskManagerId id) {
        guarded(
                () -> {
                    List<Subtask> deployed = executions.deployedOn(id);
                    deployed.forEach(commands::repeat);
                    if (!lifecycle.isTakingOver()) {
                        checkpoints.onRelinked(deployed);
                    }
                });
    }

    private void guarded(Runnable action) {
        services.mainThread().assertOwned();
        if (state.status().isTerminal() || lifecycle.isEnding()) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("Job {} ({}) is ended by an internal error", graph.id(), graph.name(), e);
            lifecycle.endAfter(e);
        }
    }
}
