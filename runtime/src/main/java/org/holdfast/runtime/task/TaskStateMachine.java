package org.holdfast.runtime.task;

import static org.holdfast.runtime.task.ExecutionState.CANCELED;
import static org.holdfast.runtime.task.ExecutionState.CANCELING;
import static org.holdfast.runtime.task.ExecutionState.DEPLOYING;
import static org.holdfast.runtime.task.ExecutionState.FAILED;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;
import static org.holdfast.runtime.task.ExecutionState.FINISHING;
import static org.holdfast.runtime.task.ExecutionState.INITIALIZING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of an attempt as its TaskManager sees it. Main thread only. */
final class TaskStateMachine {

    /**
     * From each state, where to. What ends while it is CANCELING was CANCELED, unless it had
     * FINISHED before it noticed.
     */
    static final Map<ExecutionState, Set<ExecutionState>> MOVES =
            Map.of(
                    DEPLOYING, EnumSet.of(INITIALIZING),
                    INITIALIZING, EnumSet.of(RUNNING, CANCELING, FAILED),
                    RUNNING, EnumSet.of(FINISHING, FINISHED, CANCELING, FAILED),
                    FINISHING, EnumSet.of(FINISHED, CANCELING, FAILED),
                    CANCELING, EnumSet.of(FINISHED, CANCELED));

    private static final Logger log = LoggerFactory.getLogger(TaskStateMachine.class);

    private final String task;
    private ExecutionState state = DEPLOYING;

    /**
     * Starts as DEPLOYING.
     *
     * @param task for the log
     */
    TaskStateMachine(String task) {
        this.task = task;
    }

    ExecutionState state() {
        return state;
    }

    /**
     * Moves on.
     *
     * @throws IllegalStateException if there is no such move; the state stays as it is
     */
    void moveTo(ExecutionState next, String reason) {
        if (!MOVES.getOrDefault(state, Set.of()).contains(next)) {
            throw new IllegalStateException(
                    "Task " + task + " cannot go from " + state + " to " + next + ": " + reason);
        }
        log.info("Task {}: {} -> {} ({})", task, state, next, reason);
        state = next;
    }
}
