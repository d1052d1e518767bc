package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/**
 * Decides which of the attempts that a TaskManager says it runs are to go on. Jobs of earlier
 * JobManagers are restored from their checkpoints in new attempts, so none of theirs is. On the
 * main thread, when all jobs are known.
 */
final class Reconciliation {

    private final RunningJobs jobs;

    Reconciliation(RunningJobs jobs) {
        this.jobs = requireNonNull(jobs, "jobs");
    }

    /** The attempts that are to end before anything else runs in their slots. */
    List<ExecutionAttemptId> strays(TaskManagerId id, TaskManagerReport report) {
        return report.attempts().stream()
                .filter(attempt -> !attempt.hasEnded())
                .map(AttemptReport::attempt)
                .filter(attempt -> !isWanted(attempt, id))
                .toList();
    }

    private boolean isWanted(ExecutionAttemptId attempt, TaskManagerId id) {
        return jobs.find(attempt.job()).filter(job -> job.runs(attempt, id)).isPresent();
    }
}
