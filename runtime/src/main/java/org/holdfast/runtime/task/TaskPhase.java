package org.holdfast.runtime.task;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What a running task's thread is about. */
enum TaskPhase {
    /** Takes records. */
    PROCESSING,
    /**
     * Has passed on the barrier of a {@code STOP}: puts out nothing more, and takes the end of its
     * input for a part of the stop.
     */
    STOPPED,
    /** All input is processed; functions hear of its end. */
    ENDING,
    /** Has put out everything; waits for the checkpoint that makes its end durable. */
    FINISHING,
    /** That checkpoint is complete, or that of the stop. */
    CLOSED;

    /** From each phase, where to. A stop that is given up goes back. */
    static final Map<TaskPhase, Set<TaskPhase>> MOVES =
            Map.of(
                    PROCESSING, EnumSet.of(STOPPED, ENDING),
                    STOPPED, EnumSet.of(PROCESSING, CLOSED),
                    ENDING, EnumSet.of(FINISHING),
                    FINISHING, EnumSet.of(CLOSED));

    /**
     * Moves on.
     *
     * @throws IllegalStateException if there is no such move
     */
    TaskPhase to(TaskPhase next) {
        if (!MOVES.getOrDefault(this, Set.of()).contains(next)) {
            throw new IllegalStateException("A task that is " + this + " cannot become " + next);
        }
        return next;
    }
}
