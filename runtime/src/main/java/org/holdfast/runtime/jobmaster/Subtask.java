package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** A subtask of a vertex, and the current attempt to run it. */
final class Subtask {

    private final JobId job;
    private final JobVertex vertex;
    private final int index;
    private ExecutionAttempt current;

    /**
     * @param firstAttempt the number of its first attempt
     * @param recordedOn where an earlier JobManager has deployed that one; empty if it is new
     */
    Subtask(
            JobId job,
            JobVertex vertex,
            int index,
            int firstAttempt,
            Optional<TaskManagerId> recordedOn) {
        this.job = requireNonNull(job, "job");
        this.vertex = requireNonNull(vertex, "vertex");
        this.index = index;
        this.current = newAttempt(firstAttempt, recordedOn);
    }

    private ExecutionAttempt newAttempt(int number, Optional<TaskManagerId> recordedOn) {
        return new ExecutionAttempt(
                new ExecutionAttemptId(job, vertex.index(), index, number), name(), recordedOn);
    }

    JobVertex vertex() {
        return vertex;
    }

    int index() {
        return index;
    }

    /** For people: the vertex and which of its subtasks, counted from 1. */
    String name() {
        return vertex.name() + " (" + (index + 1) + "/" + vertex.parallelism() + ")";
    }

    ExecutionAttempt current() {
        return current;
    }

    /** Makes an attempt after one that ended. */
    void startOver() {
        if (!current.state().isTerminal()) {
            throw new IllegalStateException(
                    "attempt " + current + " is " + current.state() + ", so no other may start");
        }
        current = newAttempt(current.id().attempt() + 1, Optional.empty());
    }
}
