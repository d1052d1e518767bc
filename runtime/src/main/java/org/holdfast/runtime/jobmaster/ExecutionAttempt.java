package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;
import static org.holdfast.runtime.task.ExecutionState.CANCELED;
import static org.holdfast.runtime.task.ExecutionState.CANCELING;
import static org.holdfast.runtime.task.ExecutionState.CREATED;
import static org.holdfast.runtime.task.ExecutionState.DEPLOYING;
import static org.holdfast.runtime.task.ExecutionState.FAILED;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;
import static org.holdfast.runtime.task.ExecutionState.FINISHING;
import static org.holdfast.runtime.task.ExecutionState.INITIALIZING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;
import static org.holdfast.runtime.task.ExecutionState.SCHEDULED;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.runtime.slots.AllocatedSlot;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try to run one subtask: where, in which state, and what it has done. */
final class ExecutionAttempt {

    /**
     * Where an attempt can go from each state. A TaskManager's news may skip INITIALIZING and
     * RUNNING, never go back. One that an earlier JobManager deployed is CREATED until its
     * TaskManager says how it stands.
     */
    static final Map<ExecutionState, Set<ExecutionState>> MOVES =
            Map.of(
                    CREATED,
                            EnumSet.of(
                                    SCHEDULED,
                                    INITIALIZING,
                                    RUNNING,
                                    FINISHING,
                                    CANCELING,
                                    FINISHED,
                                    CANCELED,
                                    FAILED),
                    SCHEDULED, EnumSet.of(DEPLOYING, CANCELED),
                    DEPLOYING,
                            EnumSet.of(
                                    INITIALIZING,
                                    RUNNING,
                                    FINISHING,
                                    CANCELING,
                                    FINISHED,
                                    CANCELED,
                                    FAILED),
                    INITIALIZING,
                            EnumSet.of(RUNNING, FINISHING, CANCELING, FINISHED, CANCELED, FAILED),
                    RUNNING, EnumSet.of(FINISHING, CANCELING, FINISHED, CANCELED, FAILED),
                    FINISHING, EnumSet.of(CANCELING, FINISHED, CANCELED, FAILED),
                    CANCELING, EnumSet.of(FINISHED, CANCELED, FAILED),
                    FINISHED, Set.of(),
                    CANCELED, Set.of(),
                    FAILED, Set.of());

    private static final Logger log = LoggerFactory.getLogger(ExecutionAttempt.class);

    private final ExecutionAttemptId id;
    private final String taskName;
    private final Optional<TaskManagerId> recordedOn;
    private ExecutionState state = CREATED;
    private Optional<AllocatedSlot> slot = Optional.empty();
    private TaskCounters counters = TaskCounters.NONE;

    /**
     * @param taskName shown to people
     * @param recordedOn where an earlier JobManager has deployed it; empty if it is new
     */
    ExecutionAttempt(ExecutionAttemptId id, String taskName, Optional<TaskManagerId> recordedOn) {
        this.id = requireNonNull(id, "id");
        this.taskName = requireNonNull(taskName, "taskName");
        this.recordedOn = requireNonNull(recordedOn, "recordedOn");
    }

    ExecutionAttemptId id() {
        return id;
    }

    ExecutionState state() {
        return state;
    }

    TaskCounters counters() {
        return counters;
    }

    void count(TaskCounters latest) {
        counters = requireNonNull(latest, "latest");
    }

    /** Where an earlier JobManager has deployed it; empty if none has. */
    Optional<TaskManagerId> recordedOn() {
        return recordedOn;
    }

    /** Whether an earlier JobManager has deployed it, and no TaskManager has said so yet. */
    boolean isOnlyRecorded() {
        return state == CREATED && recordedOn.isPresent();
    }

    /** The TaskManager that has it, or is said to have it. */
    Optional<TaskManagerId> whereabouts() {
        return slot.map(AllocatedSlot::taskManagerId).or(() -> recordedOn);
    }

    /** Where it was deployed. */
    Optional<AllocatedSlot> slot() {
        return slot;
    }

    /** Where it was deployed, if it was. */
    TaskManagerId taskManager() {
        return slot.orElseThrow().taskManagerId();
    }

    boolean isOn(TaskManagerId asked) {
        return slot.isPresent() && taskManager().equals(asked);
    }

    /** Whether a TaskManager has it, so that it takes a message to end it. */
    boolean isDeployed() {
        return slot.isPresent() && !state.isTerminal();
    }

    boolean canMoveTo(ExecutionState next) {
        return MOVES.get(state).contains(next);
    }

    void deployTo(AllocatedSlot target) {
        slot = Optional.of(target);
        moveTo(DEPLOYING, "to " + target.taskManagerId() + ", slot " + target.index());
    }

    /** Its TaskManager has it, from an earlier JobManager. */
    void find(AllocatedSlot where, TaskStateChange latest) {
        slot = Optional.of(where);
        counters = latest.counters();
        moveTo(latest.state(), "found on " + where.taskManagerId());
    }

    /**
     * The only way to change the state.
     *
     * @param reason for people; may be empty
     * @throws IllegalStateException if there is no such move; the state stays
     */
    void moveTo(ExecutionState next, String reason) {
        if (!canMoveTo(next)) {
            throw new IllegalStateException(
                    "task "
                            + taskName
                            + " ("
                            + id
                            + ") cannot switch from "
                            + state
                            + " to "
                            + next);
        }
        log.info(
                "Task {} ({}) switched from {} to {}{}",
                taskName,
                id,
                state,
                next,
                reason.isEmpty() ? "." : ": " + reason);
        state = next;
    }

    @Override
    public String toString() {
        return taskName + " (" + id + ")";
    }
}
