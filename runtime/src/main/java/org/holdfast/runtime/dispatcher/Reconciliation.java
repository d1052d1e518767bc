package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/**
 * Tells which of the attempts that a TaskManager says it runs nobody wants: those the ledger of
 * their job does not name, or not any more. On the main thread, when all jobs are known.
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
                .filter(attempt -> !isWanted(attempt, id))
                .map(AttemptReport::attempt)
                .toList();
    }

    private boolean isWanted(AttemptReport attempt, TaskManagerId id) {
        return jobs.find(attempt.attempt().job()).filter(job -> job.wants(attempt, id)).isPresent();
    }
}
