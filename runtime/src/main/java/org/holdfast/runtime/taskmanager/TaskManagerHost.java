package org.holdfast.runtime.taskmanager;

/** The process a TaskManager runs in. */
@FunctionalInterface
public interface TaskManagerHost {

    /**
     * Ends the process: the TaskManager's tasks have stopped, or had their time to. Called once, on
     * the main thread.
     *
     * @param reason why it ends, in words
     */
    void endProcess(String reason);
}
