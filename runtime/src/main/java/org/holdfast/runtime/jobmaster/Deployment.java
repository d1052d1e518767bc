package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;
import static org.holdfast.runtime.dispatcher.JobStatus.RESTARTING;
import static org.holdfast.runtime.dispatcher.JobStatus.RUNNING;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.slots.AllocatedSlot;
import org.holdfast.runtime.slots.SlotOwner;

/**
 * Gets subtasks onto TaskManagers: asks for slots, records in the ledger where they go, and only
 * then deploys them. Slots of subtasks that run on are kept. On the main thread.
 */
final class Deployment implements SlotOwner {

    private final JobServices services;
    private final ExecutionGraph executions;
    private final JobState state;
    private final TaskCommands commands;
    private final JobCheckpoints checkpoints;
    private final LedgerWriter ledgers;
    private final Executor later;
    private final Listener listener;
    private final Failover failover = new Failover();
    private int restarts;

    /** Hears that there are no slots. */
    interface Listener {

        /** See {@link SlotOwner#onSlotsUnavailable}. */
        void onSlotsUnavailable(String reason);

        /** See {@link SlotOwner#onSlotsRefused}. */
        void onSlotsRefused(String reason);
    }

    /**
     * @param restarts how often the job was restarted before
     * @param later runs what this object does later by itself
     */
    Deployment(
            JobServices services,
            ExecutionGraph executions,
            JobState state,
            TaskCommands commands,
            JobCheckpoints checkpoints,
            LedgerWriter ledgers,
            int restarts,
            Executor later,
            Listener listener) {
        this.services = requireNonNull(services, "services");
        this.executions = requireNonNull(executions, "executions");
        this.state = requireNonNull(state, "state");
        this.commands = requireNonNull(commands, "commands");
        this.checkpoints = requireNonNull(checkpoints, "checkpoints");
        this.ledgers = requireNonNull(ledgers, "ledgers");
        this.restarts = restarts;
        this.later = requireNonNull(later, "later");
        this.listener = requireNonNull(listener, "listener");
    }

    /** How often the job was restarted. */
    int restarts() {
        return restarts;
    }

    /** The job as it is deployed now. */
    Ledger ledger() {
        return executions.ledger(state.startTime(), restarts);
    }

    /** More subtasks are to be deployed next. */
    void add(Collection<Subtask> subtasks) {
        failover.add(subtasks);
    }

    /** Whether a subtask is to be deployed next. */
    boolean contains(Subtask subtask) {
        return failover.contains(subtask);
    }

    /** What is to be deployed next. */
    List<Subtask> scope() {
        return failover.scope();
    }

    /** Whether none of it runs any more. */
    boolean isStopped() {
        return failover.isStopped();
    }

    /** Tasks of the job may run in slots that come back one by one. */
    void expectSlots() {
        services.slots().expect(executions.graph().id(), executions.graph().requiredSlots(), this);
    }

    /** Makes new attempts, and asks for slots. */
    void begin() {
        failover.schedule();
        boolean othersRun = failover.scope().size() < executions.subtasks().size();
        services.slots()
                .request(
                        executions.graph().id(),
                        executions.graph().requiredSlots(),
                        othersRun,
                        this);
    }

    @Override
    public void onSlotsGranted(List<AllocatedSlot> slots) {
        later.execute(() -> record(slots));
    }

    @Override
    public void onSlotsUnavailable(String reason) {
        later.execute(() -> listener.onSlotsUnavailable(reason));
    }

    @Override
    public void onSlotsRefused(String reason) {
        later.execute(() -> listener.onSlotsRefused(reason));
    }

    private void record(List<AllocatedSlot> slots) {
        if (!failover.isScheduled()) {
            return; // more tasks failed meanwhile; when they have stopped, slots are asked for anew
        }
        int counted = state.is(RESTARTING) ? restarts + 1 : restarts;
        List<Subtask> scope = failover.scope();
        FaultPoint.hit("S10");
        ledgers.write(
                executions.ledger(state.startTime(), counted, scope, slots),
                () -> later.execute(() -> deploy(scope, slots, counted)));
    }

    private void deploy(List<Subtask> scope, List<AllocatedSlot> slots, int counted) {
        FaultPoint.hit("U7");
        if (!failover.isScheduled()) {
            return; // more tasks failed meanwhile, or the job is being stopped
        }
        if (!scope.stream().allMatch(subtask -> isThere(slots.get(subtask.index())))) {
            begin();
            return;
        }
        restarts = counted;
        state.moveTo(RUNNING, "");
        failover.clear();
        commands.deploy(scope, slots, checkpoints.restore());
    }

    private boolean isThere(AllocatedSlot slot) {
        return services.slots().gateway(slot.taskManagerId()).isPresent();
    }
}
