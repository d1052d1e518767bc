package org.holdfast.runtime.task;

/** Ends the mailbox loop of a task that was told to stop. */
final class TaskCancelledException extends Exception {

    private static final long serialVersionUID = 1L;

    TaskCancelledException() {
        super("The task was cancelled.");
    }
}
