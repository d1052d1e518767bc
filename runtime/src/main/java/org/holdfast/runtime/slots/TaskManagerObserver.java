package org.holdfast.runtime.slots;

import org.holdfast.runtime.taskmanager.TaskManagerId;

/** Who needs to know what becomes of registered TaskManagers. */
public interface TaskManagerObserver {

    /**
     * It is gone with all that ran on it; it need not have registered with this JobManager. Said
     * once, and not of one that was released idle.
     */
    void onTaskManagerLost(TaskManagerId id, String reason);

    /**
     * It runs on but is reached over another link. What was sent to it or by it over the old one
     * may be lost.
     */
    void onTaskManagerRelinked(TaskManagerId id);
}
