package org.holdfast.runtime.task;

import java.util.EnumSet;
import java.util.Set;

/**
 * The states of an execution attempt. The JobMaster's and the TaskManager's view differ only by
 * messages under way.
 */
public enum ExecutionState {
    /** Known to the JobMaster, has no slot yet. */
    CREATED,
    /** Waits for a slot. */
    SCHEDULED,
    /** Sent to a TaskManager. */
    DEPLOYING,
    /** The TaskManager loads the job's code and opens the operators. */
    INITIALIZING,
    /** Processes records. */
    RUNNING,
    /** Has processed all its input; waits for the checkpoint that makes its end durable. */
    FINISHING,
    /** Was told to stop, has not stopped yet. */
    CANCELING,
    /** Ended by itself, everything written. Terminal. */
    FINISHED,
    /** Stopped as told. Terminal. */
    CANCELED,
    /** Ended with an error. Terminal. */
    FAILED;

    private static final Set<ExecutionState> TERMINAL = EnumSet.of(FINISHED, CANCELED, FAILED);

    /** Whether the attempt has ended. */
    public boolean isTerminal() {
        return TERMINAL.contains(this);
    }

    /** Whether the attempt is at work, so that it can take part in a checkpoint. */
    public boolean isRunningOrFinishing() {
        return this == RUNNING || this == FINISHING;
    }
}
