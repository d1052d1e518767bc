package org.holdfast.yarn.am;

import java.util.HashMap;
import java.util.Map;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * The books of the {@link YarnResourceProvider}: how many TaskManagers are wanted, how many were
 * asked for, and which there are. It decides nothing but what follows from these numbers.
 */
final class WorkerPool {

    private final Map<TaskManagerId, Stage> workers = new HashMap<>();
    private int wanted;
    private int requested;

    private enum Stage {
        /** Its container is ours; it has not registered yet. */
        STARTING,
        /** It has registered. */
        REGISTERED
    }

    void want(int taskManagers) {
        if (taskManagers < 0) {
            throw new IllegalArgumentException(
                    "wanted TaskManagers: " + taskManagers + " (expected: >= 0)");
        }
        wanted = taskManagers;
    }

    int wanted() {
        return wanted;
    }

    /** Containers asked for that have not come. */
    int requested() {
        return requested;
    }

    /** TaskManagers that are starting or registered. */
    int size() {
        return workers.size();
    }

    /** How many more containers have to be asked for. */
    int missing() {
        return Math.max(0, wanted - requested - workers.size());
    }

    /** How many requests are not needed any more. */
    int needless() {
        return Math.min(requested, Math.max(0, requested + workers.size() - wanted));
    }

    void onRequested(int number) {
        requested += number;
    }

    void onWithdrawn(int number) {
        requested -= number;
    }

    /**
     * Takes an allocated container, if one is waited for.
     *
     * @return false if it is in excess; a container that is ours already is not, YARN may name it
     *     twice
     */
    boolean accept(TaskManagerId id) {
        if (requested == 0) {
            return false;
        }
        requested--;
        workers.put(id, Stage.STARTING);
        return true;
    }

    boolean contains(TaskManagerId id) {
        return workers.containsKey(id);
    }

    boolean isStarting(TaskManagerId id) {
        return workers.get(id) == Stage.STARTING;
    }

    void onRegistered(TaskManagerId id) {
        workers.replace(id, Stage.REGISTERED);
    }

    /** Forgets a TaskManager. */
    void remove(TaskManagerId id) {
        workers.remove(id);
    }

    @Override
    public String toString() {
        return "%d wanted, %d requested, %d held".formatted(wanted, requested, workers.size());
    }
}
