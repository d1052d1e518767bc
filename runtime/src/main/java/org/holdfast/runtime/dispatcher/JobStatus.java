package org.holdfast.runtime.dispatcher;

import java.util.EnumSet;
import java.util.Set;

/** The states of a job. */
public enum JobStatus {
    /** Accepted; waits for slots. */
    CREATED,
    /** Its tasks are deployed. */
    RUNNING,
    /** A task failed; the others are being stopped before the job restarts. */
    RESTARTING,
    /** Failed for good; its tasks are being stopped. */
    FAILING,
    /** Was told to stop; its tasks are being stopped. */
    CANCELLING,
    /** Something of it that is stored cannot be read: waits for an operator to say what to do. */
    QUARANTINED,
    /** Failed for good. Terminal. */
    FAILED,
    /** Stopped as told. Terminal. */
    CANCELED,
    /** All its tasks ended by themselves. Terminal. */
    FINISHED;

    private static final Set<JobStatus> TERMINAL = EnumSet.of(FAILED, CANCELED, FINISHED);

    /** Whether the job has ended, once and for all. */
    public boolean isTerminal() {
        return TERMINAL.contains(this);
    }
}
