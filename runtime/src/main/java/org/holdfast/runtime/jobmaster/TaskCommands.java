package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.checkpoint.RestorePlan;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.slots.AllocatedSlot;
import org.holdfast.runtime.slots.SlotManager;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * What TaskManagers are told of a job's attempts. Sees to it that attempts stop when told to: a
 * TaskManager on which one goes on for too long is given up, with all that runs on it.
 */
final class TaskCommands {

    /** How much longer than a TaskManager itself the JobManager waits for a task to stop. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final DeploymentPlan plan;
    private final MainThread mainThread;
    private final SlotManager slots;
    private final Duration stopBound;
    private MainThread.Cancellable watch = () -> {};

    /**
     * @param cancellationTimeout how long TaskManagers let a task take to stop
     */
    TaskCommands(
            DeploymentPlan plan,
            MainThread mainThread,
            SlotManager slots,
            Duration cancellationTimeout) {
        this.plan = requireNonNull(plan, "plan");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.slots = requireNonNull(slots, "slots");
        this.stopBound = cancellationTimeout.plus(MARGIN);
    }

    /**
     * Deploys all of {@code scope}: subtask i of every vertex goes to slot i.
     *
     * @param start what they start from; empty if from nothing
     */
    void deploy(List<Subtask> scope, List<AllocatedSlot> target, Optional<RestorePlan> start) {
        plan.startFrom(start);
        scope.forEach(subtask -> subtask.current().deployTo(target.get(subtask.index())));
        for (Subtask subtask : scope) {
            submit(subtask);
            FaultPoint.hit("U8");
        }
    }

    /**
     * Stops those of {@code scope} that have not ended or been told to stop. Attempts that no
     * TaskManager has are CANCELED at once, the others when their TaskManager says so or is lost.
     */
    void stop(List<Subtask> scope) {
        for (Subtask subtask : scope) {
            ExecutionAttempt attempt = subtask.current();
            if (attempt.isDeployed() && attempt.canMoveTo(ExecutionState.CANCELING)) {
                attempt.moveTo(ExecutionState.CANCELING, "");
                cancel(attempt);
                FaultPoint.hit("X3");
            } else if (attempt.canMoveTo(ExecutionState.CANCELED) && !attempt.isDeployed()) {
                attempt.moveTo(ExecutionState.CANCELED, "");
            }
        }
        watch.cancel();
        watch = mainThread.schedule(stopBound, () -> giveUpOn(scope));
    }

    private void giveUpOn(List<Subtask> scope) {
        Set<TaskManagerId> stuck =
                scope.stream()
                        .map(Subtask::current)
                        .filter(ExecutionAttempt::isDeployed)
                        .map(ExecutionAttempt::taskManager)
                        .collect(Collectors.toSet());
        String reason = "a task did not stop within " + stopBound.toSeconds() + " s";
        stuck.forEach(id -> slots.onLost(id, reason));
    }

    /** All have stopped, or nobody waits for it any more. */
    void stopWatching() {
        watch.cancel();
    }

    /** Says once more what its TaskManager may not have heard; if it did, that changes nothing. */
    void repeat(Subtask subtask) {
        if (subtask.current().state() == ExecutionState.CANCELING) {
            cancel(subtask.current());
        } else if (subtask.current().state() == ExecutionState.DEPLOYING) {
            submit(subtask);
        }
    }

    /** Takes over what an earlier JobManager deployed; see {@link TaskManagerGateway#adoptTask}. */
    void adopt(Subtask subtask, TakeoverPoint point) {
        ExecutionAttempt attempt = subtask.current();
        tellIfDeployed(attempt, gateway -> gateway.adoptTask(attempt.id(), point));
    }

    /** See {@link TaskManagerGateway#acknowledgeEnd}. */
    void acknowledgeEnd(ExecutionAttempt attempt) {
        if (attempt.slot().isPresent()) {
            tell(attempt, gateway -> gateway.acknowledgeEnd(attempt.id()));
        }
    }

    void triggerCheckpoint(Subtask subtask, CheckpointBarrier barrier) {
        ExecutionAttempt attempt = subtask.current();
        tellIfDeployed(attempt, gateway -> gateway.triggerCheckpoint(attempt.id(), barrier));
    }

    void completeCheckpoint(Subtask subtask, long checkpoint) {
        ExecutionAttempt attempt = subtask.current();
        tellIfDeployed(attempt, gateway -> gateway.completeCheckpoint(attempt.id(), checkpoint));
    }

    void abortCheckpoint(Subtask subtask, long checkpoint) {
        ExecutionAttempt attempt = subtask.current();
        tellIfDeployed(attempt, gateway -> gateway.abortCheckpoint(attempt.id(), checkpoint));
    }

    /** Has a source end as if it had read all its input. */
    void endInput(Subtask subtask) {
        ExecutionAttempt attempt = subtask.current();
        tellIfDeployed(attempt, gateway -> gateway.endInput(attempt.id()));
    }

    private void tellIfDeployed(ExecutionAttempt attempt, Consumer<TaskManagerGateway> message) {
        if (attempt.isDeployed()) {
            tell(attempt, message);
        }
    }

    private void submit(Subtask subtask) {
        tell(subtask.current(), gateway -> gateway.submitTask(plan.deploymentOf(subtask)));
    }

    private void cancel(ExecutionAttempt attempt) {
        tell(attempt, gateway -> gateway.cancelTask(attempt.id()));
    }

    private void tell(ExecutionAttempt attempt, Consumer<TaskManagerGateway> message) {
        slots.gateway(attempt.taskManager()).ifPresent(message);
    }
}
