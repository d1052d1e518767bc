package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/** What JobManager and TaskManager say to each other. */
sealed interface RpcMessage {

    /**
     * First message of a link. TaskManager to JobManager.
     *
     * @param replyTo path of the TaskManager's actor
     */
    record Register(TaskManagerRegistration registration, TaskManagerReport report, String replyTo)
            implements RpcMessage {
        public Register {
            requireNonNull(registration, "registration");
            requireNonNull(report, "report");
            requireNonNull(replyTo, "replyTo");
        }
    }

    /**
     * Answer to {@link Register}, first message the other way.
     *
     * @param jobManager path of the JobManager's actor
     */
    record Accepted(String jobManager) implements RpcMessage {
        public Accepted {
            requireNonNull(jobManager, "jobManager");
        }
    }

    /** Answer to {@link Register}; nothing follows. */
    record Rejected(String reason) implements RpcMessage {
        public Rejected {
            requireNonNull(reason, "reason");
        }
    }

    /**
     * TaskManager to JobManager.
     *
     * @param received how many messages of this link the TaskManager has got
     */
    record Heartbeat(TaskManagerHeartbeat heartbeat, long received) implements RpcMessage {
        public Heartbeat {
            requireNonNull(heartbeat, "heartbeat");
        }
    }

    /** TaskManager to JobManager. */
    record TaskStateChanged(TaskStateChange change) implements RpcMessage {
        public TaskStateChanged {
            requireNonNull(change, "change");
        }
    }

    /** JobManager to TaskManager. */
    record SubmitTask(TaskDeployment deployment) implements RpcMessage {
        public SubmitTask {
            requireNonNull(deployment, "deployment");
        }
    }

    /** JobManager to TaskManager; answers a {@link TaskStateChanged} to a terminal state. */
    record AcknowledgeEnd(ExecutionAttemptId attempt) implements RpcMessage {
        public AcknowledgeEnd {
            requireNonNull(attempt, "attempt");
        }
    }

    /** JobManager to TaskManager. */
    record CancelTask(ExecutionAttemptId attempt) implements RpcMessage {
        public CancelTask {
            requireNonNull(attempt, "attempt");
        }
    }

    /** JobManager to TaskManager; answered by one of the two below. */
    record TriggerCheckpoint(ExecutionAttemptId attempt, CheckpointBarrier barrier)
            implements RpcMessage {
        public TriggerCheckpoint {
            requireNonNull(attempt, "attempt");
            requireNonNull(barrier, "barrier");
        }
    }

    /** TaskManager to JobManager. */
    record CheckpointAcknowledged(CheckpointAnswer.Acknowledged answer) implements RpcMessage {
        public CheckpointAcknowledged {
            requireNonNull(answer, "answer");
        }
    }

    /** TaskManager to JobManager. */
    record CheckpointDeclined(CheckpointAnswer.Declined answer) implements RpcMessage {
        public CheckpointDeclined {
            requireNonNull(answer, "answer");
        }
    }

    /** JobManager to TaskManager. */
    record CompleteCheckpoint(ExecutionAttemptId attempt, long checkpoint) implements RpcMessage {
        public CompleteCheckpoint {
            requireNonNull(attempt, "attempt");
        }
    }

    /** JobManager to TaskManager. */
    record AbortCheckpoint(ExecutionAttemptId attempt, long checkpoint) implements RpcMessage {
        public AbortCheckpoint {
            requireNonNull(attempt, "attempt");
        }
    }

    /** JobManager to TaskManager. */
    record AdoptTask(ExecutionAttemptId attempt, TakeoverPoint point) implements RpcMessage {
        public AdoptTask {
            requireNonNull(attempt, "attempt");
            requireNonNull(point, "point");
        }
    }

    /** JobManager to TaskManager. */
    record EndInput(ExecutionAttemptId attempt) implements RpcMessage {
        public EndInput {
            requireNonNull(attempt, "attempt");
        }
    }

    /** JobManager to TaskManager, last message of a link: another one is to be built. */
    record Unlinked(String reason) implements RpcMessage {
        public Unlinked {
            requireNonNull(reason, "reason");
        }
    }

    /**
     * TaskManager to JobManager, last message of a link: another JobManager leads, in the epoch
     * that the envelope carries.
     */
    record Superseded(String reason) implements RpcMessage {
        public Superseded {
            requireNonNull(reason, "reason");
        }
    }

    /** JobManager to TaskManager. */
    record ShutDown(String reason) implements RpcMessage {
        public ShutDown {
            requireNonNull(reason, "reason");
        }
    }

    /** JobManager to TaskManager; answered by {@link LogRead} with the same question number. */
    record ReadLog(long question, int maxBytes) implements RpcMessage {}

    /**
     * TaskManager to JobManager.
     *
     * @param failure why the log could not be read; otherwise empty
     */
    record LogRead(long question, String text, String failure) implements RpcMessage {
        public LogRead {
            requireNonNull(text, "text");
            requireNonNull(failure, "failure");
        }
    }
}
