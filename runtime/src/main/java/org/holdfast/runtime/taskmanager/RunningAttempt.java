package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.task.RunningTask;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;

/** An attempt that has not ended, and what is to be told of it to a JobManager that comes next. */
final class RunningAttempt {

    private final TaskDeployment deployment;
    private final RunningTask task;
    private long startedCheckpoint;
    private long completedCheckpoint;

    RunningAttempt(TaskDeployment deployment, RunningTask task) {
        this.deployment = requireNonNull(deployment, "deployment");
        this.task = requireNonNull(task, "task");
    }

    RunningTask task() {
        return task;
    }

    void completeCheckpoint(long checkpoint) {
        completedCheckpoint = Math.max(completedCheckpoint, checkpoint);
        task.completeCheckpoint(checkpoint);
    }

    void adopt(TakeoverPoint point) {
        completedCheckpoint = Math.max(completedCheckpoint, point.committed());
        task.adopt(point);
    }

    /** Its task has answered. */
    void onAnswer(CheckpointAnswer answer) {
        if (answer instanceof CheckpointAnswer.Acknowledged) {
            startedCheckpoint = Math.max(startedCheckpoint, answer.checkpoint());
        }
    }

    TaskManagerOverview.TaskRow overview() {
        return new TaskManagerOverview.TaskRow(
                deployment.attempt(),
                deployment.jobName(),
                deployment.parallelism(),
                task.state(),
                task.isHeld(),
                task.counters());
    }

    AttemptReport report() {
        return report(task.currentState());
    }

    /** How it stands after its latest change. */
    AttemptReport report(TaskStateChange latest) {
        return new AttemptReport(
                latest, deployment.graphHash(), startedCheckpoint, completedCheckpoint);
    }
}
