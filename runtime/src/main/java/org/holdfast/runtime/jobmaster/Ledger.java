package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * What is durable of how a job is deployed. It is written before attempts are deployed, so that no
 * attempt has ever run that it does not name, and a later JobManager never gives a number twice.
 *
 * @param startTime of the job, wall-clock milliseconds since 1970, for people
 * @param restarts how often the job was restarted
 * @param entries one per subtask of the job
 */
public record Ledger(JobId job, long startTime, int restarts, List<Entry> entries) {

    public Ledger {
        requireNonNull(job, "job");
        entries = List.copyOf(entries);
        if (restarts < 0) {
            throw new IllegalArgumentException("restarts: " + restarts + " (expected: >= 0)");
        }
        Set<Long> subtasks = new HashSet<>();
        for (Entry entry : entries) {
            if (!subtasks.add((long) entry.vertex() << Integer.SIZE | entry.subtask())) {
                throw new IllegalArgumentException(
                        "subtask %d of vertex %d has two entries"
                                .formatted(entry.subtask(), entry.vertex()));
            }
        }
    }

    /**
     * A subtask's latest attempt.
     *
     * @param taskManager where it was deployed; empty if nowhere yet
     * @param finished whether it is known to have ended well
     */
    public record Entry(
            int vertex, int subtask, int attempt, String taskManager, boolean finished) {

        public Entry {
            requireNonNull(taskManager, "taskManager");
            if (vertex < 0 || subtask < 0 || attempt < 0) {
                throw new IllegalArgumentException(
                        "vertex %d, subtask %d, attempt %d (expected: >= 0)"
                                .formatted(vertex, subtask, attempt));
            }
        }
    }
}
