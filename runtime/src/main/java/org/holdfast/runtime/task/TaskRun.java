package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.task.chain.OperatorChain;
import org.holdfast.runtime.task.chain.SourceLink;
import org.holdfast.runtime.task.checkpoint.TaskCheckpoints;

/**
 * What a task's thread does: get the job's code, open inputs, outputs and operators, run the
 * mailbox loop, and close everything whatever happened.
 */
final class TaskRun implements Runnable {

    /** A restart waits for the end of its tasks, so an upload that does not end is left behind. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    /** Hears of the run. Called on the task's thread, unless it says else. */
    interface Listener {

        /** Operators are open, records are processed from now on. */
        void onRunning();

        /** All input is processed, everything is put out, a last checkpoint is waited for. */
        void onFinishing();

        /** A part of a checkpoint is done, or cannot be had. Any thread. */
        void onCheckpointAnswer(CheckpointAnswer answer);

        /** The thread is about to end; everything is closed. */
        void onEnded(TaskOutcome outcome);
    }

    private final TaskDeployment deployment;
    private final TaskEnvironment environment;
    private final Mailbox mailbox;
    private final WorkInterrupt workInterrupt;
    private final TaskMetrics metrics;
    private final StagingLimit stagingLimit;
    private final Listener listener;
    private final Configuration settings;

    // The task's thread's, set before the first mail runs.
    private TaskSnapshots snapshots;
    private TaskInput input;

    TaskRun(
            TaskDeployment deployment,
            TaskEnvironment environment,
            Mailbox mailbox,
            WorkInterrupt workInterrupt,
            TaskMetrics metrics,
            StagingLimit stagingLimit,
            Listener listener) {
        this.deployment = deployment;
        this.environment = environment;
        this.mailbox = mailbox;
        this.workInterrupt = workInterrupt;
        this.metrics = metrics;
        this.stagingLimit = stagingLimit;
        this.listener = listener;
        this.settings = Configuration.of(deployment.settings());
    }

    @Override
    public void run() {
        workInterrupt.begin();
        TaskOutcome outcome;
        try (TaskCode code = environment.code().load(deployment)) {
            Thread.currentThread().setContextClassLoader(code.classLoader());
            outcome = run(code);
        } catch (Throwable t) {
            outcome = TaskOutcome.of(t);
        } finally {
            Thread.currentThread().setContextClassLoader(null);
            workInterrupt.end();
        }
        listener.onEnded(outcome);
    }

    private TaskOutcome run(TaskCode code) throws Exception {
        DefinedJob job = code.define();
        int vertex = deployment.attempt().vertex();
        JobVertex definition = job.vertices().get(vertex);
        String name = nameOf(deployment, definition.name());
        Thread.currentThread().setName(name);
        RecordSerializer records = environment.serializers().apply(code.classLoader());
        try (TaskOutputs outputs =
                new TaskOutputs(
                        deployment.outputs(), environment.dataPlane(), records, mailbox::wake)) {
            TaskAssembly parts =
                    new TaskAssembly(deployment, environment, name, records, mailbox, metrics);
            OperatorChain chain = parts.chain(job.chains().get(vertex), outputs);
            snapshots =
                    new TaskSnapshots(
                            chain,
                            outputs,
                            parts.checkpoints(chain, code.classLoader(), new CheckpointListener()),
                            chain.head() instanceof SourceLink,
                            deployment.restore().inputEnded());
            try (TaskInput opened = parts.input(chain, snapshots)) {
                input = opened;
                return process(chain, outputs);
            }
        }
    }

    private TaskOutcome process(OperatorChain chain, TaskOutputs outputs) {
        try {
            mailbox.runMails();
            chain.open();
            listener.onRunning();
            processAndFinish(chain, outputs);
            return new TaskOutcome.Finished();
        } catch (Throwable t) {
            workInterrupt.end();
            closeAfter(t, chain);
            TaskOutcome outcome = TaskOutcome.of(t);
            if (outcome instanceof TaskOutcome.Failed) {
                outputs.fail(t);
            }
            return outcome;
        }
    }

    /**
     * Consumers hear of the end of a task that no checkpoint waits for when nothing can fail any
     * more; otherwise before, as the last checkpoint waits for them, too.
     */
    private void processAndFinish(OperatorChain chain, TaskOutputs outputs) throws Exception {
        MailboxLoop loop =
                new MailboxLoop(
                        mailbox,
                        input,
                        chain,
                        outputs,
                        snapshots,
                        metrics,
                        stagingLimit,
                        settings.get(TaskManagerOptions.BUFFER_TIMEOUT));
        boolean ended = loop.processInput();
        boolean awaitsCheckpoint = ended && settings.find(CheckpointOptions.INTERVAL).isPresent();
        if (awaitsCheckpoint) {
            outputs.finish();
            snapshots.onOutputsFinished();
            listener.onFinishing();
            loop.awaitClosed();
        } else if (ended) {
            snapshots.commitAll();
        }
        snapshots.close(timeToStop());
        chain.close();
        if (!awaitsCheckpoint) {
            outputs.finish();
        }
    }

    private void closeAfter(Throwable failure, OperatorChain chain) {
        try {
            snapshots.close(timeToStop());
            chain.close();
        } catch (RuntimeException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    /** The rest of the time is for the operators, before the process has to end. */
    private Duration timeToStop() {
        Duration half = environment.cancellationTimeout().dividedBy(2);
        return half.compareTo(LONGEST_STOP) < 0 ? half : LONGEST_STOP;
    }

    // Commands, run by mails.

    /** Takes a snapshot. */
    void triggerCheckpoint(CheckpointBarrier barrier) throws InterruptedException {
        snapshots.onTrigger(barrier);
    }

    /** Commits what was staged for a checkpoint, and finishes after the last one. */
    void completeCheckpoint(long checkpoint) {
        snapshots.onComplete(checkpoint);
    }

    /** Forgets a checkpoint. */
    void abortCheckpoint(long checkpoint) {
        input.abort(checkpoint);
        snapshots.onAbort(checkpoint);
    }

    /** Commits what was staged for a checkpoint, and forgets every other that had begun before. */
    void adopt(TakeoverPoint point) {
        input.abortGivenUp(point);
        snapshots.onAdopted(point);
    }

    /** Waits for no barrier. */
    void onLeaderLost() {
        input.onLeaderLost();
    }

    /** Waits for barriers again. */
    void onLeaderFound() {
        input.onLeaderFound();
    }

    /** Ends a source. */
    void endInput() {
        input.end();
    }

    /** Brings what the checkpoint thread has to say to the task's thread. */
    private final class CheckpointListener implements TaskCheckpoints.Listener {

        @Override
        public void onAnswer(CheckpointAnswer answer) {
            listener.onCheckpointAnswer(answer);
        }

        @Override
        public void onWritten(KeyedSnapshot snapshot) {
            mailbox.post(() -> snapshots.release(snapshot));
        }

        @Override
        public void onClosed() {
            mailbox.post(snapshots::onClosed);
        }

        @Override
        public void onFailure(Throwable cause) {
            mailbox.post(
                    () -> {
                        throw cause instanceof Exception exception
                                ? exception
                                : new IllegalStateException("Its checkpoint thread failed", cause);
                    });
        }
    }

    /** For threads and logs: {@code job/vertex subtask/parallelism #attempt}, counted from 1. */
    static String nameOf(TaskDeployment deployment, String vertexName) {
        ExecutionAttemptId attempt = deployment.attempt();
        return "%s/%s %d/%d #%d"
                .formatted(
                        deployment.jobName(),
                        vertexName,
                        attempt.subtask() + 1,
                        deployment.parallelism(),
                        attempt.attempt());
    }
}
