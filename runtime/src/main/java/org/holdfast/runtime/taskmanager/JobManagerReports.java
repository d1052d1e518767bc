package org.holdfast.runtime.taskmanager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskStateChange;

/**
 * What the JobManager is told of attempts. While there is none, the latest state of each attempt is
 * held for the next; there is at most one for each task that ran when it was lost.
 */
final class JobManagerReports {

    private final Map<ExecutionAttemptId, TaskStateChange> held = new LinkedHashMap<>();
    private Optional<JobManagerGateway> jobManager = Optional.empty();

    boolean isConnected() {
        return jobManager.isPresent();
    }

    /** There is a JobManager: sends it what was held. */
    void connect(JobManagerGateway gateway) {
        jobManager = Optional.of(gateway);
        held.values().forEach(gateway::sendTaskStateChange);
        held.clear();
    }

    /** There is no JobManager any more. */
    void disconnect() {
        jobManager = Optional.empty();
    }

    void report(TaskStateChange change) {
        if (jobManager.isPresent()) {
            jobManager.get().sendTaskStateChange(change);
        } else {
            held.remove(change.attempt()); // in the order of the latest changes
            held.put(change.attempt(), change);
        }
    }

    /**
     * Sends an answer, if there is anybody to see it: the next JobManager aborts every checkpoint
     * that is not committed.
     */
    void report(CheckpointAnswer answer) {
        jobManager.ifPresent(gateway -> gateway.sendCheckpointAnswer(answer));
    }

    /** Sends a sign of life, if there is anybody to see it. */
    void report(TaskManagerHeartbeat heartbeat) {
        jobManager.ifPresent(gateway -> gateway.sendHeartbeat(heartbeat));
    }
}
