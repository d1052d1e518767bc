package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;
import static org.holdfast.runtime.dispatcher.JobStatus.CANCELED;
import static org.holdfast.runtime.dispatcher.JobStatus.CANCELLING;
import static org.holdfast.runtime.dispatcher.JobStatus.CREATED;
import static org.holdfast.runtime.dispatcher.JobStatus.FAILED;
import static org.holdfast.runtime.dispatcher.JobStatus.FAILING;
import static org.holdfast.runtime.dispatcher.JobStatus.FINISHED;
import static org.holdfast.runtime.dispatcher.JobStatus.RESTARTING;
import static org.holdfast.runtime.dispatcher.JobStatus.RUNNING;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.holdfast.runtime.concurrent.FailureCause;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.restart.RestartStrategy;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskStateChange;

/**
 * Takes a job from one status to the next: waits for slots, deploys, and when tasks fail has their
 * regions stopped and started over from the latest checkpoint, or ends the job, as its restart
 * strategy says. On the main thread.
 *
 * <p>No attempt starts before the one before it has ended or its TaskManager is given up. Slots are
 * kept during a restart; while tasks are still being stopped, TaskManagers that were lost are being
 * replaced.
 */
final class JobLifecycle {

    private final JobServices services;
    private final ExecutionGraph executions;
    private final JobState state;
    private final FailureHistory failures;
    private final TaskCommands commands;
    private final JobCheckpoints checkpoints;
    private final RestartStrategy restartStrategy;
    private final RestartDelay restartDelay;
    private final Executor guard;
    private final LedgerWriter ledgers;
    private final FinishedTasks finished;
    private final Optional<Takeover> takeover;
    private final JobEnd jobEnd;
    private final JobEnd.Ending ending;
    private final Deployment deployment;

    private boolean startIsKnown;

    /**
     * @param adoption finds out which tasks of an earlier JobManager run; empty if there are none
     * @param onTakenOver hears what becomes of those
     * @param restarts how often the job was restarted before
     * @param guard what this object does later by itself it does through it
     * @param ending what is done about the job's end
     */
    JobLifecycle(
            JobServices services,
            ExecutionGraph executions,
            JobState state,
            FailureHistory failures,
            TaskCommands commands,
            JobCheckpoints checkpoints,
            RestartStrategy restartStrategy,
            Optional<Adoption> adoption,
            Consumer<TakeoverReport> onTakenOver,
            int restarts,
            Executor guard,
            JobEnd.Ending ending) {
        this.services = requireNonNull(services, "services");
        this.executions = requireNonNull(executions, "executions");
        this.state = requireNonNull(state, "state");
        this.failures = requireNonNull(failures, "failures");
        this.commands = requireNonNull(commands, "commands");
        this.checkpoints = requireNonNull(checkpoints, "checkpoints");
        this.restartStrategy = requireNonNull(restartStrategy, "restartStrategy");
        this.guard = requireNonNull(guard, "guard");
        this.ending = requireNonNull(ending, "ending");
        this.ledgers = new LedgerWriter(services.ledgers(), services.mainThread());
        this.deployment =
                new Deployment(
                        services,
                        executions,
                        state,
                        commands,
                        checkpoints,
                        ledgers,
                        restarts,
                        guard,
                        new Slots());
        this.finished =
                new FinishedTasks(
                        services.mainThread(),
                        commands,
                        ledgers,
                        deployment::ledger,
                        () -> state.is(RUNNING));
        this.takeover =
                adoption.map(
                        pending ->
                                new Takeover(
                                        pending,
                                        services.epoch(),
                                        executions,
                                        commands,
                                        checkpoints,
                                        finished,
                                        onTakenOver,
                                        new Takeovers()));
        this.jobEnd = new JobEnd(services, state, checkpoints);
        this.restartDelay = new RestartDelay(services.mainThread(), () -> later(this::restart));
    }

    private void later(Runnable action) {
        guard.execute(action);
    }

    /** Whether it is being found out which tasks of an earlier JobManager go on. */
    boolean isTakingOver() {
        return takeover.isPresent() && takeover.get().isUnderWay() && state.is(CREATED);
    }

    /** Whether the TaskManager that has an attempt is to hold its end for a JobManager to come. */
    boolean holdsEnd(ExecutionAttemptId attempt) {
        return finished.holds(attempt);
    }

    /** The job's result is durable: nothing needs to be held for it any more. */
    void releaseEnds() {
        finished.releaseAll();
    }

    /** Whether it is decided how the job ends. */
    boolean isEnding() {
        return jobEnd.isDecided();
    }

    int restarts() {
        return deployment.restarts();
    }

    /** The restart strategy, with what is left of its budget. */
    String describeRestarts() {
        return restartStrategy.describe(services.mainThread().nowMillis());
    }

    /** What keeps the job from running, for people; empty if nothing. */
    String waitingFor() {
        if (state.status().isTerminal()) {
            return "";
        }
        if (jobEnd.isDecided()) {
            return jobEnd.waitingFor();
        }
        if (ledgers.waitingFor().isPresent()) {
            return ledgers.waitingFor().get();
        }
        if (state.is(RUNNING)) {
            return "";
        }
        if (isTakingOver() && startIsKnown) {
            return takeover.get().waitingFor();
        }
        List<Subtask> awaited = state.is(RESTARTING) ? deployment.scope() : executions.subtasks();
        long toStop = awaited.stream().filter(subtask -> subtask.current().isDeployed()).count();
        if (toStop > 0) {
            return toStop + " tasks to stop";
        }
        if (!startIsKnown) {
            return checkpoints.waitingFor();
        }
        return restartDelay.isRunning()
                ? "the restart delay to pass"
                : executions.graph().requiredSlots() + " slots; " + services.slots().describe();
    }

    // ---------------------------------------------------------------- start

    /** Finds out what to start from, then asks for slots, unless tasks run that can go on. */
    void start() {
        if (isTakingOver()) {
            deployment.expectSlots();
        } else {
            deployment.add(executions.subtasks());
        }
        checkpoints.load().whenComplete((done, failure) -> later(() -> onStartKnown(failure)));
    }

    private void onStartKnown(Throwable failure) {
        if (failure != null) {
            String reason = FailureCause.messageOf(failure);
            failures.add("", reason);
            failForGood(reason);
        } else if (state.is(CREATED)) {
            startIsKnown = true;
            takeover.ifPresentOrElse(
                    tasks -> tasks.begin(this::laterIfTakingOver, this::record), deployment::begin);
        }
    }

    // ---------------------------------------------------------------- taking over

    private void laterIfTakingOver(Runnable step) {
        later(
                () -> {
                    if (isTakingOver()) { // not if the job is being stopped
                        step.run();
                    }
                });
    }

    private void record(Runnable onDurable) {
        ledgers.write(deployment.ledger(), onDurable);
    }

    private final class Takeovers implements Takeover.Outcome {

        @Override
        public List<Subtask> startingOverWith(List<Subtask> lost) {
            return scopeOf(lost);
        }

        @Override
        public void onAllGoOn() {
            if (executions.allFinished()) {
                state.moveTo(RUNNING, "its tasks have finished");
                end(FINISHED, "");
            } else {
                state.moveTo(RUNNING, "its tasks go on");
                checkpoints.onTasksFound();
            }
        }

        @Override
        public void onSomeFailed(List<Subtask> lost, Adoption.Unfit failure) {
            fail(lost, failure.subtask().name(), failure.reason());
        }

        @Override
        public void onSomeStartOver(List<Subtask> lost, String reason) {
            startOver(lost, reason, Duration.ZERO);
        }
    }

    // ---------------------------------------------------------------- slots

    private final class Slots implements Deployment.Listener {

        @Override
        public void onSlotsUnavailable(String reason) {
            fail(List.of(), "", reason);
        }

        @Override
        public void onSlotsRefused(String reason) {
            failures.add("", reason);
            failForGood(reason);
        }
    }

    // ---------------------------------------------------------------- failures

    /** An attempt changed state. */
    void onTaskChanged(Subtask subtask, TaskStateChange change) {
        if (isTakingOver()) {
            takeover.get().onChanged(subtask, change);
            return;
        }
        if (change.state() == ExecutionState.FINISHED && isNeeded(subtask)) {
            finished.add(subtask.current());
        }
        if (!change.state().isTerminal()) {
            checkpoints.onTaskProgress(subtask);
        } else if (!isNeeded(subtask)) {
            goOnIfStopped();
        } else if (change.state() == ExecutionState.FAILED) {
            fail(List.of(subtask), subtask.name(), change.failure());
        } else if (change.state() == ExecutionState.CANCELED) {
            String cause = "its TaskManager stopped it without being told to";
            fail(List.of(subtask), subtask.name(), cause);
        } else if (executions.allFinished()) {
            end(FINISHED, "");
        }
    }

    /** Subtasks are gone with their TaskManager; their attempts are FAILED, or were FINISHED. */
    void onTasksLost(List<Subtask> lost, String cause) {
        if (isTakingOver()) {
            return; // it is about to be seen what is left
        }
        List<Subtask> needed = lost.stream().filter(this::isNeeded).toList();
        if (!needed.isEmpty()) {
            fail(needed, needed.get(0).name(), cause);
        } else if (!lost.isEmpty()) {
            // Often the reason behind a failure that was heard of first: a connection lost.
            failures.add(lost.get(0).name(), cause);
            goOnIfStopped();
        }
    }

    /** Whether the job runs, or part of it does, and this subtask is not being stopped. */
    private boolean isNeeded(Subtask subtask) {
        return state.is(RUNNING) || (state.is(RESTARTING) && !deployment.contains(subtask));
    }

    /** The job cannot go on as it is. */
    void failAll(String cause) {
        fail(executions.subtasks(), "", cause);
    }

    /**
     * @param failed what cannot go on; empty if nothing runs that could
     * @param task the one to name; empty if no single one failed
     */
    private void fail(List<Subtask> failed, String task, String cause) {
        failures.add(task, cause);
        String description = FailureHistory.describe(task, cause);
        Optional<Duration> delay = restartStrategy.onFailure(services.mainThread().nowMillis());
        if (delay.isEmpty()) {
            failForGood(description);
            return;
        }
        startOver(failed, description, delay.get());
    }

    private void startOver(List<Subtask> failed, String description, Duration delay) {
        if (!state.is(RESTARTING)) {
            state.moveTo(RESTARTING, description);
        }
        deployment.add(scopeOf(failed));
        restartDelay.run(delay);
        checkpoints.suspend(description);
        commands.stop(deployment.scope());
        goOnIfStopped();
    }

    /**
     * What starts over. A job that takes checkpoints finishes as a whole, by its last one: if one
     * task cannot, all do so once more.
     */
    private List<Subtask> scopeOf(List<Subtask> failed) {
        return !failed.isEmpty() && checkpoints.isEnabled() && executions.anyFinished()
                ? executions.subtasks()
                : executions.regionsOf(failed);
    }

    private void restart() {
        if (state.is(RESTARTING)
                && deployment.isStopped()
                && !restartDelay.isRunning()
                && checkpoints.isSettled(() -> later(this::restart))) {
            commands.stopWatching();
            deployment.begin();
        }
    }

    // ---------------------------------------------------------------- end

    /** Stops the job; does nothing if it is on its way to its end already. */
    void cancel() {
        if (state.is(CREATED) || state.is(RUNNING) || state.is(RESTARTING)) {
            state.moveTo(CANCELLING, "");
            stopTasks("the job is cancelled");
        }
    }

    /** Ends the job after a defect of the JobManager's own. */
    void endAfter(RuntimeException error) {
        failures.add("", "internal error of the JobManager: " + error);
        if (state.is(FAILING)) {
            end(FAILED, "internal error");
        } else if (!state.status().isTerminal()) {
            state.moveTo(FAILING, "internal error");
            later(() -> stopTasks("internal error"));
        }
    }

    private void failForGood(String reason) {
        state.moveTo(FAILING, reason);
        stopTasks(reason);
    }

    private void stopTasks(String reason) {
        checkpoints.suspend(reason);
        commands.stop(executions.subtasks());
        goOnIfStopped();
    }

    private void goOnIfStopped() {
        if (state.is(RESTARTING)) {
            restart();
        } else if (executions.allTerminal()) {
            end(state.is(CANCELLING) ? CANCELED : FAILED, "");
        }
    }

    private void end(JobStatus terminal, String reason) {
        restartDelay.stop();
        commands.stopWatching();
        services.slots().release(executions.graph().id());
        jobEnd.begin(terminal, reason, ledgers, ending);
    }
}
