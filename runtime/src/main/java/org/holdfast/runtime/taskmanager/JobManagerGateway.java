package org.holdfast.runtime.taskmanager;

import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.task.TaskStateChange;

/**
 * The JobManager as a TaskManager sees it, over one link. Calls return at once; what is sent over a
 * link that turns out to be broken may be lost, and {@link JobManagerLinkListener#onDisconnected}
 * follows. Thread-safe; the order of calls from one thread is kept.
 */
public interface JobManagerGateway {

    /** Which JobManager it is. */
    JobManagerIdentity identity();

    /** Gives a sign of life; every {@code heartbeat.interval}. */
    void sendHeartbeat(TaskManagerHeartbeat heartbeat);

    /** Reports what became of an attempt. */
    void sendTaskStateChange(TaskStateChange change);

    /** Reports what became of an attempt's part of a checkpoint. */
    void sendCheckpointAnswer(CheckpointAnswer answer);
}
