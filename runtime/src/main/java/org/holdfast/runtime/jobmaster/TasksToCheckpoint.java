package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.holdfast.runtime.checkpoint.CheckpointTasks;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;

/** The tasks of an {@link ExecutionGraph} as its checkpoints' coordinator sees them. */
final class TasksToCheckpoint implements CheckpointTasks {

    private final ExecutionGraph executions;
    private final TaskCommands commands;

    TasksToCheckpoint(ExecutionGraph executions, TaskCommands commands) {
        this.executions = requireNonNull(executions, "executions");
        this.commands = requireNonNull(commands, "commands");
    }

    @Override
    public List<Participant> participants() {
        return executions.allRunningOrFinishing()
                ? executions.subtasks().stream().map(this::participant).toList()
                : List.of();
    }

    private Participant participant(Subtask subtask) {
        return new Participant(
                subtask.current().id(),
                executions.isSource(subtask),
                subtask.current().state() == ExecutionState.FINISHING);
    }

    @Override
    public void trigger(ExecutionAttemptId attempt, CheckpointBarrier barrier) {
        executions
                .findCurrent(attempt)
                .ifPresent(subtask -> commands.triggerCheckpoint(subtask, barrier));
    }

    @Override
    public void complete(ExecutionAttemptId attempt, long checkpoint) {
        executions
                .findCurrent(attempt)
                .ifPresent(subtask -> commands.completeCheckpoint(subtask, checkpoint));
    }

    @Override
    public void abort(ExecutionAttemptId attempt, long checkpoint) {
        executions
                .findCurrent(attempt)
                .ifPresent(subtask -> commands.abortCheckpoint(subtask, checkpoint));
    }
}
