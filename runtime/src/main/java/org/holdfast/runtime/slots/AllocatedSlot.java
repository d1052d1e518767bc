package org.holdfast.runtime.slots;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/**
 * A slot a job holds.
 *
 * @param taskManager as it registered
 * @param index the slot's place in its TaskManager
 */
public record AllocatedSlot(TaskManagerRegistration taskManager, int index) {

    public AllocatedSlot {
        requireNonNull(taskManager, "taskManager");
        if (index < 0 || index >= taskManager.slots()) {
            throw new IllegalArgumentException(
                    "slot of "
                            + taskManager.id()
                            + ": "
                            + index
                            + " (expected: 0 to "
                            + (taskManager.slots() - 1)
                            + ")");
        }
    }

    /** The TaskManager the slot is on. */
    public TaskManagerId taskManagerId() {
        return taskManager.id();
    }
}
