package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.slots.SlotManager;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * Stops attempts, and sees to it that they stop: a TaskManager on which one goes on for too long is
 * given up, with all that runs on it.
 */
final class TaskStopper {

    /** How much longer than a TaskManager itself the JobManager waits for a task to stop. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final MainThread mainThread;
    private final SlotManager slots;
    private final Duration bound;
    private MainThread.Cancellable watch = () -> {};

    /**
     * @param cancellationTimeout what TaskManagers are allowed
     */
    TaskStopper(MainThread mainThread, SlotManager slots, Duration cancellationTimeout) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.slots = requireNonNull(slots, "slots");
        this.bound = cancellationTimeout.plus(MARGIN);
    }

    /**
     * Stops those of {@code scope} that have not ended or been told to stop. Attempts that no
     * TaskManager has are CANCELED at once, the others when their TaskManager says so or is lost.
     */
    void stop(List<Subtask> scope) {
        for (Subtask subtask : scope) {
            ExecutionAttempt attempt = subtask.current();
            if (attempt.canMoveTo(ExecutionState.CANCELING)) {
                attempt.moveTo(ExecutionState.CANCELING, "");
                slots.gateway(attempt.slot().orElseThrow().taskManagerId())
                        .ifPresent(taskManager -> taskManager.cancelTask(attempt.id()));
            } else if (attempt.canMoveTo(ExecutionState.CANCELED) && !attempt.isDeployed()) {
                attempt.moveTo(ExecutionState.CANCELED, "");
            }
        }
        watch.cancel();
        watch = mainThread.schedule(bound, () -> giveUpOn(scope));
    }

    private void giveUpOn(List<Subtask> scope) {
        Set<TaskManagerId> stuck =
                scope.stream()
                        .map(Subtask::current)
                        .filter(ExecutionAttempt::isDeployed)
                        .map(attempt -> attempt.slot().orElseThrow().taskManagerId())
                        .collect(Collectors.toSet());
        stuck.forEach(
                id -> slots.onLost(id, "a task did not stop within " + bound.toSeconds() + " s"));
    }

    /** All have ended, or nobody waits for it any more. */
    void stopWatching() {
        watch.cancel();
    }
}
