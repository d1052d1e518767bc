package org.holdfast.runtime.taskmanager;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskStateChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the JobManager is told of attempts. While there is none, the latest state of each attempt is
 * held for the next; there is at most one for each task that ran when it was lost. How an attempt
 * ended is held until a JobManager has acknowledged it.
 */
final class JobManagerReports {

    private static final Logger log = LoggerFactory.getLogger(JobManagerReports.class);

    /** Far more than can end without a JobManager; at 16 KiB each at most, 16 MiB. */
    static final int MAX_ENDS = 1024;

    private final Map<ExecutionAttemptId, TaskStateChange> held = new LinkedHashMap<>();
    private final Map<ExecutionAttemptId, AttemptReport> ends = new LinkedHashMap<>();
    private Optional<JobManagerGateway> jobManager = Optional.empty();

    boolean isConnected() {
        return jobManager.isPresent();
    }

    Optional<JobManagerGateway> jobManager() {
        return jobManager;
    }

    /** There is a JobManager: sends it what was held. */
    void connect(JobManagerGateway gateway) {
        jobManager = Optional.of(gateway);
        held.values().forEach(gateway::sendTaskStateChange);
        held.clear();
        ends.values().forEach(end -> gateway.sendTaskStateChange(end.latest()));
    }

    /** There is no JobManager any more. */
    void disconnect() {
        jobManager = Optional.empty();
    }

    /** The attempt goes on. */
    void report(TaskStateChange change) {
        if (jobManager.isPresent()) {
            jobManager.get().sendTaskStateChange(change);
        } else {
            held.remove(change.attempt()); // in the order of the latest changes
            held.put(change.attempt(), change);
        }
    }

    /** The attempt has ended. */
    void reportEnd(AttemptReport end) {
        held.remove(end.attempt());
        ends.put(end.attempt(), end);
        if (ends.size() > MAX_ENDS) {
            AttemptReport oldest = ends.values().iterator().next();
            log.warn("No JobManager will hear how {} ended", oldest.latest());
            ends.remove(oldest.attempt());
        }
        jobManager.ifPresent(gateway -> gateway.sendTaskStateChange(end.latest()));
    }

    /** A JobManager knows for good how the attempt ended. */
    void acknowledge(ExecutionAttemptId attempt) {
        ends.remove(attempt);
    }

    /** The ends no JobManager has acknowledged, oldest first. */
    List<AttemptReport> unacknowledged() {
        return List.copyOf(ends.values());
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
