package org.holdfast.runtime.taskmanager;

import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.task.TaskStateChange;

/** What the JobManager hears of its TaskManagers. Called on the JobManager's main thread. */
public interface TaskManagerListener {

    /**
     * A TaskManager introduced itself, or did so again.
     *
     * @param report what it runs; what the JobManager does not want of that it cancels
     * @param gateway how to reach it
     * @return an empty text if it is accepted, else why not (it then ends its process)
     */
    String onRegistered(
            TaskManagerRegistration registration,
            TaskManagerReport report,
            TaskManagerGateway gateway);

    /** It still lives. */
    void onHeartbeat(TaskManagerHeartbeat heartbeat);

    /** One of its attempts changed state. Changes of one attempt come in order. */
    void onTaskStateChanged(TaskManagerId id, TaskStateChange change);

    /** One of its attempts has done its part of a checkpoint, or cannot. */
    void onCheckpointAnswer(TaskManagerId id, CheckpointAnswer answer);

    /**
     * It cannot be reached; its process may live and register once more. If it does not, missing
     * heartbeats tell.
     */
    void onLinkLost(TaskManagerId id, String reason);

    /** It is gone: its process ended, or was silent for too long. May be said more than once. */
    void onLost(TaskManagerId id, String reason);
}
