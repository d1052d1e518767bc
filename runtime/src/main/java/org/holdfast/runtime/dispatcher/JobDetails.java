package org.holdfast.runtime.dispatcher;

import java.util.List;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;

/**
 * A job in detail. Times are wall-clock milliseconds since 1970, for people.
 *
 * @param requiredSlots slots the job needs
 * @param waitingFor what the job waits for, for people; empty if nothing
 * @param restarts how often it was restarted
 * @param restartStrategy in words, with what is left of its budget
 * @param failures the latest failures, newest first, at most 10
 * @param completedSize read so far by all sources, in the splits' unit
 * @param totalSize size of all splits; 0 if unknown
 * @param bounded whether the job ends by itself
 */
public record JobDetails(
        JobSummary summary,
        String jobClass,
        int requiredSlots,
        String waitingFor,
        int restarts,
        String restartStrategy,
        List<Failure> failures,
        List<Vertex> vertices,
        long completedSize,
        long totalSize,
        boolean bounded) {

    public JobDetails {
        failures = List.copyOf(failures);
        vertices = List.copyOf(vertices);
    }

    /** What failed, when. {@code cause} is a stack trace or a sentence. */
    public record Failure(long time, String task, String cause) {}

    /** A vertex and its subtasks. */
    public record Vertex(
            int index,
            String name,
            int parallelism,
            TaskCounters counters,
            List<Subtask> subtasks) {
        public Vertex {
            subtasks = List.copyOf(subtasks);
        }
    }

    /**
     * A subtask's current attempt.
     *
     * @param taskManager where it runs; empty if nowhere yet
     */
    public record Subtask(
            int index,
            int attempt,
            ExecutionState state,
            String taskManager,
            TaskCounters counters) {}
}
