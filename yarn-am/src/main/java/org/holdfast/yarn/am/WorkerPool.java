package org.holdfast.yarn.am;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
        /** An earlier attempt started it; it is expected to register here any moment. */
        RECONNECTING,
        /** The same, but it was waited for long enough: another one is asked for in its place. */
        OVERDUE,
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

    /** Containers that are ours, whatever has become of the TaskManagers in them. */
    int size() {
        return workers.size();
    }

    /** How many more containers have to be asked for; none while TaskManagers reconnect. */
    int missing() {
        return count(Stage.RECONNECTING) > 0 ? 0 : Math.max(0, wanted - requested - countedOn());
    }

    /** How many requests are not needed any more. */
    int needless() {
        return Math.min(requested, Math.max(0, requested + countedOn() - wanted));
    }

    private int countedOn() {
        return workers.size() - count(Stage.OVERDUE);
    }

    private int count(Stage stage) {
        return (int) workers.values().stream().filter(stage::equals).count();
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

    /** Takes the container of a TaskManager that an earlier attempt started. */
    void recover(TaskManagerId id) {
        workers.putIfAbsent(id, Stage.RECONNECTING);
    }

    /** Does not wait for a TaskManager any longer; does nothing if it has registered. */
    void giveUpWaiting(TaskManagerId id) {
        workers.replace(id, Stage.RECONNECTING, Stage.OVERDUE);
    }

    /** Those that an earlier attempt started and that have not registered. */
    Set<TaskManagerId> reconnecting() {
        return workers.entrySet().stream()
                .filter(worker -> worker.getValue() == Stage.RECONNECTING)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean contains(TaskManagerId id) {
        return workers.containsKey(id);
    }

    boolean isStarting(TaskManagerId id) {
        return workers.get(id) == Stage.STARTING;
    }

    boolean isRegistered(TaskManagerId id) {
        return workers.get(id) == Stage.REGISTERED;
    }

    /**
     * A TaskManager has registered. One of an earlier attempt may find the new leader sooner than
     * YARN names its container.
     */
    void onRegistered(TaskManagerId id) {
        workers.put(id, Stage.REGISTERED);
    }

    /** Forgets a TaskManager. */
    void remove(TaskManagerId id) {
        workers.remove(id);
    }

    @Override
    public String toString() {
        int awaited = count(Stage.RECONNECTING) + count(Stage.OVERDUE);
        return "%d wanted, %d requested, %d held".formatted(wanted, requested, workers.size())
                + (awaited == 0 ? "" : ", %d of them reconnecting".formatted(awaited));
    }
}
