package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

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

    TaskManagerRouter(SlotManager slots, RunningJobs jobs, ClusterLifecycle lifecycle) {
        this.slots = requireNonNull(slots, "slots");
        this.jobs = requireNonNull(jobs, "jobs");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle");
    }

    @Override
    public String onRegistered(
            TaskManagerRegistration registration,
            TaskManagerReport report,
            TaskManagerGateway gateway) {
        return lifecycle
                .whyShuttingDown()
                .orElseGet(() -> slots.onRegistered(registration, gateway));
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
            slots.gateway(id).ifPresent(gateway -> gateway.acknowledgeEnd(change.attempt()));
        }
    }

    @Override
    public void onCheckpointAnswer(TaskManagerId id, CheckpointAnswer answer) {
        jobs.onCheckpointAnswer(id, answer);
    }

    @Override
    public void onLost(TaskManagerId id, String reason) {
        slots.onLost(id, reason);
    }
}
