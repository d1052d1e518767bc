package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;

/**
 * How a TaskManager stands, as it sees itself; also while there is no JobManager to ask. Times are
 * counted back from the moment it was made, in milliseconds.
 *
 * @param usedSlots of its {@code slots}
 * @param tasks those that have not ended, by job, vertex and subtask
 */
public record TaskManagerOverview(
        TaskManagerId id, int slots, int usedSlots, Link link, List<TaskRow> tasks) {

    public TaskManagerOverview {
        requireNonNull(id, "id");
        requireNonNull(link, "link");
        tasks = List.copyOf(tasks);
    }

    /** Whether there is a JobManager. */
    public sealed interface Link {}

    /** A JobManager has accepted it. */
    public record Connected(JobManagerIdentity jobManager, long forMillis) implements Link {

        public Connected {
            requireNonNull(jobManager, "jobManager");
        }
    }

    /**
     * There is no JobManager.
     *
     * @param leftMillis after which it stops its tasks and ends
     * @param option which says how long that is in all
     */
    public record Alone(long forMillis, long leftMillis, String option) implements Link {

        public Alone {
            requireNonNull(option, "option");
        }
    }

    /**
     * A task.
     *
     * @param held whether it takes no input because of {@code
     *     execution.checkpointing.outage-staging-limit}
     */
    public record TaskRow(
            ExecutionAttemptId attempt,
            String jobName,
            int parallelism,
            ExecutionState state,
            boolean held,
            TaskCounters counters) {

        public TaskRow {
            requireNonNull(attempt, "attempt");
            requireNonNull(jobName, "jobName");
            requireNonNull(state, "state");
            requireNonNull(counters, "counters");
        }
    }
}
