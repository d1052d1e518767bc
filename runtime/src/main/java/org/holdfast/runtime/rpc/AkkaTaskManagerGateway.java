package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** A TaskManager over one link. What it is told goes through the {@link JobManagerActor}. */
final class AkkaTaskManagerGateway implements TaskManagerGateway {

    private static final int MAX_LOG_BYTES = 1 << 20;

    private final ActorRef<ActorMessage> jobManager;
    private final TaskManagerId id;
    private final long link;
    private final Duration askTimeout;

    AkkaTaskManagerGateway(
            ActorRef<ActorMessage> jobManager, TaskManagerId id, long link, Duration askTimeout) {
        this.jobManager = requireNonNull(jobManager, "jobManager");
        this.id = requireNonNull(id, "id");
        this.link = link;
        this.askTimeout = requireNonNull(askTimeout, "askTimeout");
    }

    @Override
    public void submitTask(TaskDeployment deployment) {
        send(new RpcMessage.SubmitTask(deployment));
    }

    @Override
    public void acknowledgeEnd(ExecutionAttemptId attempt) {
        send(new RpcMessage.AcknowledgeEnd(attempt));
    }

    @Override
    public void cancelTask(ExecutionAttemptId attempt) {
        send(new RpcMessage.CancelTask(attempt));
    }

    @Override
    public void triggerCheckpoint(ExecutionAttemptId attempt, CheckpointBarrier barrier) {
        send(new RpcMessage.TriggerCheckpoint(attempt, barrier));
    }

    @Override
    public void completeCheckpoint(ExecutionAttemptId attempt, long checkpoint) {
        send(new RpcMessage.CompleteCheckpoint(attempt, checkpoint));
    }

    @Override
    public void abortCheckpoint(ExecutionAttemptId attempt, long checkpoint) {
        send(new RpcMessage.AbortCheckpoint(attempt, checkpoint));
    }

    @Override
    public void adoptTask(ExecutionAttemptId attempt, TakeoverPoint point) {
        send(new RpcMessage.AdoptTask(attempt, point));
    }

    @Override
    public void endInput(ExecutionAttemptId attempt) {
        send(new RpcMessage.EndInput(attempt));
    }

    @Override
    public void shutDown(String reason) {
        send(new RpcMessage.ShutDown(reason));
    }

    private void send(RpcMessage message) {
        jobManager.tell(new JobManagerActor.Send(id, link, message));
    }

    @Override
    public CompletableFuture<String> readLog(int maxBytes) {
        if (maxBytes < 1 || maxBytes > MAX_LOG_BYTES) {
            throw new IllegalArgumentException(
                    "bytes of log: " + maxBytes + " (expected: 1 to " + MAX_LOG_BYTES + ")");
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        jobManager.tell(new JobManagerActor.AskForLog(id, link, maxBytes, answer));
        return answer.orTimeout(askTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String toString() {
        return "TaskManager " + id;
    }
}
