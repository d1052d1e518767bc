package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.slots.SlotManager;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerListener;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/**
 * Hands what is heard of TaskManagers to those whom it concerns: the SlotManager decides who is
 * there and tells the jobs of losses, the jobs follow their tasks.
 */
final class TaskManagerRouter implements TaskManagerListener {

    private final SlotManager slots;
    private final RunningJobs jobs;
    private final ClusterLifecycle lifecycle;
    private final ReturningTaskManagers returning;
    private final RecoveryProgress progress;

    TaskManagerRouter(
            SlotManager slots,
            RunningJobs jobs,
            ClusterLifecycle lifecycle,
            ReturningTaskManagers returning,
            RecoveryProgress progress) {
        this.slots = requireNonNull(slots, "slots");
        this.jobs = requireNonNull(jobs, "jobs");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle");
        this.returning = requireNonNull(returning, "returning");
        this.progress = requireNonNull(progress, "progress");
    }

    @Override
    public String onRegistered(
            TaskManagerRegistration registration,
            TaskManagerReport report,
            TaskManagerGateway gateway) {
        Optional<String> refusal = lifecycle.whyShuttingDown();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        progress.onTaskManagerRegistered();
        return returning.onRegistered(registration, report, gateway);
    }

    /** All jobs are known: those that came before can be judged. */
    void onJobsLoaded() {
        returning.onJobsLoaded();
    }

    @Override
    public void onHeartbeat(TaskManagerHeartbeat heartbeat) {
        slots.onHeartbeat(heartbeat);
        jobs.onHeartbeat(heartbeat);
    }

    @Override
    public void onTaskStateChanged(TaskManagerId id, TaskStateChange change) {
        jobs.onTaskStateChanged(id, change);
        if (change.state().isTerminal()) {
            Optional<TaskManagerGateway> gateway =
                    slots.gateway(id).or(() -> returning.gateway(id));
            gateway.filter(reached -> !jobs.holdsEnd(change.attempt()))
                    .ifPresent(reached -> reached.acknowledgeEnd(change.attempt()));
            returning.onEnded(id, change.attempt());
        }
    }

    @Override
    public void onCheckpointAnswer(TaskManagerId id, CheckpointAnswer answer) {
        jobs.onCheckpointAnswer(id, answer);
    }

    @Override
    public void onLinkLost(TaskManagerId id, String reason) {
        slots.onLinkLost(id, reason);
    }

    @Override
    public void onLost(TaskManagerId id, String reason) {
        returning.forget(id);
        slots.onLost(id, reason);
    }
}
