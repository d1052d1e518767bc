package org.holdfast.runtime.slots;

import java.util.OptionalInt;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** Where TaskManagers come from. Called on the JobManager's main thread; returns at once. */
public interface ResourceProvider extends AutoCloseable {

    /**
     * Starts to bring TaskManagers, as far as they were declared wanted.
     *
     * @param listener called on the main thread
     */
    void start(Listener listener);

    /**
     * Whether it brings TaskManagers when they are wanted. If not, those that came by themselves
     * are kept when idle.
     */
    default boolean isElastic() {
        return true;
    }

    /** Slots that each TaskManager it brings has. */
    int slotsPerTaskManager();

    /** How many TaskManagers there can ever be at once; empty if not known. */
    OptionalInt maxTaskManagers();

    /**
     * Says how many TaskManagers are wanted in total, those that already run included. The provider
     * asks for the difference and replaces those that are lost; it does not choose which to stop
     * when there are more than wanted, but withdraws requests that were not met yet.
     */
    void declareWanted(int taskManagers);

    /** A TaskManager has registered with the JobManager. */
    void onRegistered(TaskManagerId id);

    /**
     * Stops one TaskManager and gives its container back. {@link #declareWanted} is lowered before.
     */
    void release(TaskManagerId id, String reason);

    /** Stops to bring TaskManagers. Those that run are stopped by the end of the application. */
    @Override
    void close();

    /** What a provider says. */
    interface Listener {

        /** A TaskManager's process ended, or could not be started. */
        void onTerminated(TaskManagerId id, String reason);

        /**
         * TaskManagers cannot be had at all; jobs that wait for slots may fail with this reason.
         */
        void onUnavailable(String reason);
    }
}
