package org.holdfast.runtime.task;

import org.holdfast.api.SinkCommitter;
import org.holdfast.api.Staging;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.network.InputGate;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.holdfast.runtime.task.chain.ChainBuilder;
import org.holdfast.runtime.task.chain.OperatorChain;
import org.holdfast.runtime.task.chain.SourceLink;
import org.holdfast.runtime.task.chain.Subtask;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;

/**
 * What a task's thread does: get the job's code, open inputs, outputs and operators, run the
 * mailbox loop, and close everything whatever happened.
 */
final class TaskRun implements Runnable {

    /** Hears of the run. Called on the task's thread. */
    interface Listener {

        /** Operators are open, records are processed from now on. */
        void onRunning();

        /** The thread is about to end; everything is closed. */
        void onEnded(TaskOutcome outcome);
    }

    private final TaskDeployment deployment;
    private final TaskEnvironment environment;
    private final Mailbox mailbox;
    private final WorkInterrupt workInterrupt;
    private final TaskMetrics metrics;
    private final Listener listener;

    TaskRun(
            TaskDeployment deployment,
            TaskEnvironment environment,
            Mailbox mailbox,
            WorkInterrupt workInterrupt,
            TaskMetrics metrics,
            Listener listener) {
        this.deployment = deployment;
        this.environment = environment;
        this.mailbox = mailbox;
        this.workInterrupt = workInterrupt;
        this.metrics = metrics;
        this.listener = listener;
    }

    @Override
    public void run() {
        workInterrupt.begin();
        TaskOutcome outcome;
        try (TaskCode code = environment.code().load(deployment)) {
            Thread.currentThread().setContextClassLoader(code.classLoader());
            outcome = run(code);
        } catch (Throwable t) {
            outcome = outcomeOf(t);
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
        Thread.currentThread().setName(nameOf(deployment, definition.name()));
        RecordSerializer records = environment.serializers().apply(code.classLoader());
        try (TaskOutputs outputs =
                new TaskOutputs(
                        deployment.outputs(), environment.dataPlane(), records, mailbox::wake)) {
            OperatorChain chain =
                    new ChainBuilder(
                                    subtask(),
                                    deployment.splits(),
                                    deployment.restore(),
                                    TaskRun::openState,
                                    records,
                                    outputs::partition,
                                    metrics.recordsIn,
                                    metrics.recordsOut,
                                    metrics.backPressured)
                            .build(job.chains().get(vertex));
            try (TaskInput input = openInput(chain, records)) {
                return process(input, chain, outputs);
            }
        }
    }

    private TaskOutcome process(TaskInput input, OperatorChain chain, TaskOutputs outputs) {
        try {
            mailbox.runMails();
            chain.open();
            listener.onRunning();
            new MailboxLoop(mailbox, input, chain, outputs, metrics, bufferTimeout()).run();
            commit(chain);
            chain.close(); // before the consumers hear of the end: it may still fail
            outputs.finish();
            return new TaskOutcome.Finished();
        } catch (Throwable t) {
            workInterrupt.end();
            closeAfter(t, chain);
            TaskOutcome outcome = outcomeOf(t);
            if (outcome instanceof TaskOutcome.Failed) {
                outputs.fail(t);
            }
            return outcome;
        }
    }

    /** Shows what sinks were given, once and for all: this job takes no checkpoints. */
    private static void commit(OperatorChain chain) throws IOException {
        Map<String, SinkCommitter> committers = chain.committers();
        for (Map.Entry<String, Staging> sink : chain.snapshot(0).staging().entrySet()) {
            for (String staged : sink.getValue().finish()) {
                committers.get(sink.getKey()).commit(staged);
            }
        }
    }

    private static InputStream openState(StateHandle handle) throws IOException {
        throw new IOException("state is not restored yet: " + handle);
    }

    private static void closeAfter(Throwable failure, OperatorChain chain) {
        try {
            chain.close();
        } catch (RuntimeException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    private TaskInput openInput(OperatorChain chain, RecordSerializer records) {
        if (chain.head() instanceof SourceLink source) {
            return new SourceInput(source, metrics);
        }
        InputGate gate =
                environment.dataPlane().openGate(deployment.inputs(), records, mailbox::wake);
        return new GateInput(gate, chain.head(), metrics);
    }

    private Subtask subtask() {
        ExecutionAttemptId attempt = deployment.attempt();
        return new Subtask(
                attempt.job().hex(),
                deployment.jobName(),
                attempt.subtask(),
                deployment.parallelism(),
                attempt.attempt(),
                deployment.restore().checkpoint(),
                environment.files());
    }

    private Duration bufferTimeout() {
        return Configuration.of(deployment.settings()).get(TaskManagerOptions.BUFFER_TIMEOUT);
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

    private static TaskOutcome outcomeOf(Throwable failure) {
        return failure instanceof TaskCancelledException
                ? new TaskOutcome.Cancelled()
                : new TaskOutcome.Failed(FailureText.of(failure), failure, isFatal(failure));
    }

    /** Whether the JVM itself is in trouble; a stack overflow is the user's code only. */
    private static boolean isFatal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 100; depth++) {
            if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
