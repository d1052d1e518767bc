package org.holdfast.runtime.task;

import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.OperatorNode;
import org.holdfast.runtime.network.InputGate;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.holdfast.runtime.task.chain.ChainBuilder;
import org.holdfast.runtime.task.chain.OperatorChain;
import org.holdfast.runtime.task.chain.SourceLink;
import org.holdfast.runtime.task.chain.Subtask;
import org.holdfast.runtime.task.checkpoint.KeyedStateStore;
import org.holdfast.runtime.task.checkpoint.TaskCheckpoints;
import org.holdfast.runtime.task.checkpoint.VerifiedStateFiles;

/** Puts together what a task's thread works with. */
final class TaskAssembly {

    private final TaskDeployment deployment;
    private final TaskEnvironment environment;
    private final String name;
    private final RecordSerializer records;
    private final Mailbox mailbox;
    private final TaskMetrics metrics;

    /**
     * Builds nothing yet.
     *
     * @param name of the task, for people
     */
    TaskAssembly(
            TaskDeployment deployment,
            TaskEnvironment environment,
            String name,
            RecordSerializer records,
            Mailbox mailbox,
            TaskMetrics metrics) {
        this.deployment = deployment;
        this.environment = environment;
        this.name = name;
        this.records = records;
        this.mailbox = mailbox;
        this.metrics = metrics;
    }

    /** The operators, not open yet. */
    OperatorChain chain(OperatorNode head, TaskOutputs outputs) {
        return new ChainBuilder(
                        subtask(),
                        deployment.splits(),
                        deployment.restore(),
                        new VerifiedStateFiles(environment.files(), name),
                        records,
                        outputs::partition,
                        metrics.recordsIn,
                        metrics.recordsOut,
                        metrics.backPressured)
                .build(head);
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

    /** What makes snapshots of the chain durable. */
    TaskCheckpoints checkpoints(
            OperatorChain chain, ClassLoader classes, TaskCheckpoints.Listener listener) {
        Configuration settings = Configuration.of(deployment.settings());
        long inlineBytes = settings.get(CheckpointOptions.INLINE_THRESHOLD).bytes();
        KeyedStateStore stateStore =
                new KeyedStateStore(
                        environment.files(), deployment.attempt(), Math.toIntExact(inlineBytes));
        return new TaskCheckpoints(
                deployment.attempt(), name, classes, chain::committers, stateStore, listener);
    }

    /** Where the records come from; producers may send from now on. */
    TaskInput input(OperatorChain chain, BarrierAligner.Listener barriers) {
        if (chain.head() instanceof SourceLink source) {
            return new SourceInput(source, metrics);
        }
        InputGate gate =
                environment.dataPlane().openGate(deployment.inputs(), records, mailbox::wake);
        return new GateInput(gate, chain, barriers, metrics);
    }
}
