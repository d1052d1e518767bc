package org.holdfast.runtime.simulation.world;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;

/** A TaskManager as a JobManager reaches it over one link. What is sent is seen by the checks. */
final class GatewayToTasks implements TaskManagerGateway {

    private final World world;
    private final SimJobManager owner;
    private final LinksToTaskManagers.Link link;

    GatewayToTasks(World world, SimJobManager owner, LinksToTaskManagers.Link link) {
        this.world = world;
        this.owner = owner;
        this.link = link;
    }

    private void send(Consumer<TaskManagerGateway> command) {
        link.send(new LinkToJobManager.Message.Command(command));
    }

    @Override
    public void submitTask(TaskDeployment deployment) {
        world.checks().tasks().onDeploying(owner, deployment);
        send(taskManager -> taskManager.submitTask(deployment));
    }

    @Override
    public void acknowledgeEnd(ExecutionAttemptId attempt) {
        send(taskManager -> taskManager.acknowledgeEnd(attempt));
    }

    @Override
    public void cancelTask(ExecutionAttemptId attempt) {
        send(taskManager -> taskManager.cancelTask(attempt));
    }

    @Override
    public void triggerCheckpoint(ExecutionAttemptId attempt, CheckpointBarrier barrier) {
        world.checks().checkpoints().onTriggered(owner, attempt, barrier.checkpoint());
        world.checks().tasks().onTriggered(owner, attempt);
        send(taskManager -> taskManager.triggerCheckpoint(attempt, barrier));
    }

    @Override
    public void completeCheckpoint(ExecutionAttemptId attempt, long checkpoint) {
        send(taskManager -> taskManager.completeCheckpoint(attempt, checkpoint));
    }

    @Override
    public void abortCheckpoint(ExecutionAttemptId attempt, long checkpoint) {
        world.checks().checkpoints().onAborted(owner, attempt, checkpoint);
        send(taskManager -> taskManager.abortCheckpoint(attempt, checkpoint));
    }

    @Override
    public void adoptTask(ExecutionAttemptId attempt, TakeoverPoint point) {
        world.checks().tasks().onAdopting(owner, attempt, point.committed());
        send(taskManager -> taskManager.adoptTask(attempt, point));
    }

    @Override
    public void endInput(ExecutionAttemptId attempt) {
        send(taskManager -> taskManager.endInput(attempt));
    }

    @Override
    public void shutDown(String reason) {
        send(taskManager -> taskManager.shutDown(reason));
    }

    @Override
    public CompletableFuture<String> readLog(int maxBytes) {
        return CompletableFuture.completedFuture("");
    }
}
