package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/** What JobManager and TaskManager say to each other. */
sealed interface RpcMessage {

    /**
     * First message of a link. TaskManager to JobManager.
     *
     * @param replyTo path of the TaskManager's actor
     */
    record Register(TaskManagerRegistration registration, String replyTo) implements RpcMessage {
        public Register {
            requireNonNull(registration, "registration");
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

    /** JobManager to TaskManager. */
    record CancelTask(ExecutionAttemptId attempt) implements RpcMessage {
        public CancelTask {
            requireNonNull(attempt, "attempt");
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
