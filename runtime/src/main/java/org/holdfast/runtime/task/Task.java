package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution attempt in its TaskManager: its state, and the reins of the thread that does its
 * work. Belongs to the TaskManager's main thread.
 */
public final class Task implements RunningTask {

    private static final Logger log = LoggerFactory.getLogger(Task.class);

    private final TaskDeployment deployment;
    private final TaskEnvironment environment;
    private final MainThread mainThread;
    private final Listener listener;
    private final String name;
    private final TaskStateMachine stateMachine;
    private final Mailbox mailbox = new Mailbox();
    private final WorkInterrupt workInterrupt = new WorkInterrupt();
    private final TaskMetrics metrics = new TaskMetrics();
    private final StagingLimit stagingLimit;
    private final TaskRun run;
    private final Thread thread;
    private final CancellationWatch cancellation;

    /** Hears of a task. Called on the main thread. */
    public interface Listener {

        /** The task changed state; the last change is to a terminal one. */
        void onTaskStateChanged(TaskStateChange change);

        /** The task has done its part of a checkpoint, or cannot. */
        void onCheckpointAnswer(CheckpointAnswer answer);
    }

    public Task(
            TaskDeployment deployment,
            TaskEnvironment environment,
            MainThread mainThread,
            Listener listener) {
        this.deployment = requireNonNull(deployment, "deployment");
        this.environment = requireNonNull(environment, "environment");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.listener = requireNonNull(listener, "listener");
        this.name = deployment.jobName() + " " + deployment.attempt();
        this.stateMachine = new TaskStateMachine(name);
        this.stagingLimit = StagingLimit.of(Configuration.of(deployment.settings()), name);
        this.run =
                new TaskRun(
                        deployment,
                        environment,
                        mailbox,
                        workInterrupt,
                        metrics,
                        stagingLimit,
                        runListener());
        String vertex = "vertex " + deployment.attempt().vertex();
        this.thread = new Thread(run, TaskRun.nameOf(deployment, vertex));
        this.cancellation = new CancellationWatch(name, thread, environment, mainThread);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (dying, cause) ->
                        environment
                                .fatalErrors()
                                .onFatalError("Task " + name + " could not end", cause));
    }

    @Override
    public ExecutionState state() {
        return stateMachine.state();
    }

    @Override
    public TaskStateChange currentState() {
        return new TaskStateChange(deployment.attempt(), state(), "", counters());
    }

    /** What it has done so far. Any thread. */
    @Override
    public TaskCounters counters() {
        return metrics.snapshot();
    }

    /** Starts it, once. Everything slow is done by its own thread. */
    @Override
    public void start() {
        mainThread.assertOwned();
        moveTo(ExecutionState.INITIALIZING, "deployed");
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // no thread to be had
            onEnded(new TaskOutcome.Failed(FailureText.of(e), e, true));
        }
    }

    /**
     * Tells it to stop: at the next mail, or by an interrupt if it waits. One that does not stop
     * within {@link TaskEnvironment#cancellationTimeout} is a fatal error. Does nothing if it has
     * ended or was told before.
     */
    @Override
    public void cancel(String reason) {
        mainThread.assertOwned();
        if (state().isTerminal() || state() == ExecutionState.CANCELING) {
            return;
        }
        stateMachine.moveTo(ExecutionState.CANCELING, reason);
        mailbox.post(
                () -> {
                    throw new TaskCancelledException();
                });
        workInterrupt.interrupt();
        cancellation.watch();
    }

    @Override
    public void triggerCheckpoint(CheckpointBarrier barrier) {
        mainThread.assertOwned();
        if (takesPartInCheckpoints()) {
            mailbox.post(() -> run.triggerCheckpoint(barrier));
        } else {
            listener.onCheckpointAnswer(
                    new CheckpointAnswer.Declined(
                            deployment.attempt(),
                            barrier.checkpoint(),
                            "Task " + name + " is " + state(),
                            false));
        }
    }

    @Override
    public void completeCheckpoint(long checkpoint) {
        tell(() -> run.completeCheckpoint(checkpoint));
    }

    @Override
    public void abortCheckpoint(long checkpoint) {
        tell(() -> run.abortCheckpoint(checkpoint));
    }

    @Override
    public void adopt(TakeoverPoint point) {
        tell(() -> run.adopt(point));
    }

    @Override
    public void endInput() {
        tell(run::endInput);
    }

    @Override
    public void onLeaderLost() {
        mainThread.assertOwned();
        metrics.outputGap.onLeaderLost();
        stagingLimit.onLeaderLost();
        if (takesPartInCheckpoints()) {
            mailbox.post(run::onLeaderLost);
        }
    }

    @Override
    public void onLeaderFound() {
        mainThread.assertOwned();
        metrics.outputGap.onLeaderFound();
        stagingLimit.onLeaderFound();
        if (takesPartInCheckpoints()) {
            mailbox.post(run::onLeaderFound);
        }
        mailbox.wake();
    }

    @Override
    public boolean isHeld() {
        return stagingLimit.isHolding();
    }

    private void tell(Mailbox.Mail mail) {
        mainThread.assertOwned();
        if (takesPartInCheckpoints()) {
            mailbox.post(mail);
        }
    }

    private boolean takesPartInCheckpoints() {
        return state().isRunningOrFinishing();
    }

    private TaskRun.Listener runListener() {
        return new TaskRun.Listener() {
            @Override
            public void onRunning() {
                mainThread.execute(Task.this::onRunning);
            }

            @Override
            public void onFinishing() {
                mainThread.execute(Task.this::onFinishing);
            }

            @Override
            public void onCheckpointAnswer(CheckpointAnswer answer) {
                mainThread.execute(() -> listener.onCheckpointAnswer(answer));
            }

            @Override
            public void onEnded(TaskOutcome outcome) {
                mainThread.execute(() -> Task.this.onEnded(outcome));
            }
        };
    }

    private void onRunning() {
        mainThread.assertOwned();
        if (state() == ExecutionState.INITIALIZING) {
            moveTo(ExecutionState.RUNNING, "operators are open");
        }
    }

    private void onFinishing() {
        mainThread.assertOwned();
        if (state() == ExecutionState.RUNNING) {
            moveTo(ExecutionState.FINISHING, "all input is processed");
        }
    }

    private void onEnded(TaskOutcome outcome) {
        mainThread.assertOwned();
        cancellation.end();
        if (outcome instanceof TaskOutcome.Finished) {
            moveTo(ExecutionState.FINISHED, "everything is written");
        } else if (outcome instanceof TaskOutcome.Failed failed) {
            onFailed(failed);
        } else {
            moveTo(ExecutionState.CANCELED, "stopped as told");
        }
    }

    private void onFailed(TaskOutcome.Failed failed) {
        if (state() == ExecutionState.CANCELING) {
            log.debug("Task {} threw while it was cancelled", name, failed.cause());
            moveTo(ExecutionState.CANCELED, "stopped as told");
        } else {
            log.warn("Task {} failed", name, failed.cause());
            stateMachine.moveTo(ExecutionState.FAILED, failed.cause().toString());
            report(failed.failure());
        }
        if (failed.isFatal()) {
            environment
                    .fatalErrors()
                    .onFatalError("The JVM failed in task " + name, failed.cause());
        }
    }

    private void moveTo(ExecutionState next, String reason) {
        stateMachine.moveTo(next, reason);
        report("");
    }

    private void report(String failure) {
        listener.onTaskStateChanged(
                new TaskStateChange(deployment.attempt(), state(), failure, counters()));
    }
}
