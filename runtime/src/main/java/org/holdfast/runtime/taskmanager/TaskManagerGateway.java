package org.holdfast.runtime.taskmanager;

import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;

/**
 * A TaskManager as the JobManager sees it. Calls return at once and may be lost with the
 * TaskManager; what became of them is seen by its reports, or by its loss. All are idempotent.
 */
public interface TaskManagerGateway {

    /** Runs an attempt; answered by state changes, FAILED if it cannot be started. */
    void submitTask(TaskDeployment deployment);

    /** Stops an attempt; answered by CANCELED (or another terminal state, if that came first). */
    void cancelTask(ExecutionAttemptId attempt);

    /** Ends the TaskManager process. */
    void shutDown(String reason);

    /**
     * Reads the end of the TaskManager's log.
     *
     * @param maxBytes at most 1 MiB
     * @return fails after {@code akka.ask.timeout}
     */
    CompletableFuture<String> readLog(int maxBytes);
}
