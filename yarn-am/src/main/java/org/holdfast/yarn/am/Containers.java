package org.holdfast.yarn.am;

import java.util.OptionalInt;
import java.util.Set;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * Containers as the {@link YarnResourceProvider} deals with them; a TaskManager is named like its
 * container. Called on the JobManager's main thread; every call returns at once.
 */
interface Containers {

    /** Asks for more containers; answered by as many {@link Listener#onAllocated}. */
    void request(int number);

    /** Asks for fewer; those already on their way come all the same. */
    void withdraw(int number);

    /** Starts a TaskManager in an allocated container. */
    void start(TaskManagerId id);

    /** Stops what runs in a container, if anything, and gives it back. */
    void release(TaskManagerId id);

    /** How many TaskManagers the cluster has room for when nobody else uses it, if known. */
    OptionalInt capacity();

    /** What becomes of containers. Called on the main thread. */
    interface Listener {

        /**
         * Containers can be had from now on.
         *
         * @param previous of earlier attempts, still ours; a TaskManager runs in each
         */
        void onConnected(Set<TaskManagerId> previous);

        /**
         * More containers of earlier attempts: a ResourceManager that was restarted itself learns
         * of them late. May name some twice.
         */
        void onRecovered(Set<TaskManagerId> previous);

        /**
         * A container is ours.
         *
         * @param host where it is
         */
        void onAllocated(TaskManagerId id, String host);

        /** A TaskManager could not be started; its container was not given back yet. */
        void onStartFailed(TaskManagerId id, String reason);

        /** A container ended. */
        void onCompleted(TaskManagerId id, String reason);

        /** No container can be had, now or later; open requests are void. */
        void onRefused(String reason);
    }
}
