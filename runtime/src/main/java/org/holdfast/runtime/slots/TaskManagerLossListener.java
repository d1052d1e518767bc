package org.holdfast.runtime.slots;

import org.holdfast.runtime.taskmanager.TaskManagerId;

/** Who needs to know that a TaskManager and all that ran on it is gone. */
@FunctionalInterface
public interface TaskManagerLossListener {

    /** Said once for each TaskManager that had registered, unless it was released idle. */
    void onTaskManagerLost(TaskManagerId id, String reason);
}
