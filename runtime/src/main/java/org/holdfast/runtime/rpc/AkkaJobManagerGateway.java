package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorRef;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.JobManagerGateway;
import org.holdfast.runtime.taskmanager.JobManagerIdentity;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;

/** The JobManager over one link. What it is told goes through the {@link TaskManagerActor}. */
final class AkkaJobManagerGateway implements JobManagerGateway {

    private final JobManagerIdentity identity;
    private final ActorRef<ActorMessage> link;

    AkkaJobManagerGateway(JobManagerIdentity identity, ActorRef<ActorMessage> link) {
        this.identity = requireNonNull(identity, "identity");
        this.link = requireNonNull(link, "link");
    }

    @Override
    public JobManagerIdentity identity() {
        return identity;
    }

    @Override
    public void sendHeartbeat(TaskManagerHeartbeat heartbeat) {
        link.tell(new TaskManagerActor.SendHeartbeat(heartbeat));
    }

    @Override
    public void sendTaskStateChange(TaskStateChange change) {
        link.tell(new TaskManagerActor.Send(new RpcMessage.TaskStateChanged(change)));
    }

    @Override
    public void sendCheckpointAnswer(CheckpointAnswer answer) {
        RpcMessage message =
                answer instanceof CheckpointAnswer.Acknowledged acknowledged
                        ? new RpcMessage.CheckpointAcknowledged(acknowledged)
                        : new RpcMessage.CheckpointDeclined((CheckpointAnswer.Declined) answer);
        link.tell(new TaskManagerActor.Send(message));
    }
}
