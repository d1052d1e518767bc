package org.holdfast.runtime.slots;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** The registered TaskManagers in the order they came, and the ids of those that are gone. */
final class TaskManagerPool {

    /**
     * How many ids of gone TaskManagers are remembered; a late registration comes soon or never.
     */
    private static final int REMEMBERED = 1024;

    private final Map<TaskManagerId, RegisteredTaskManager> registered = new LinkedHashMap<>();

    private final Map<TaskManagerId, String> gone =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<TaskManagerId, String> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private Optional<String> latestLoss = Optional.empty();

    void add(RegisteredTaskManager taskManager) {
        gone.remove(taskManager.id());
        registered.put(taskManager.id(), taskManager);
    }

    Optional<RegisteredTaskManager> find(TaskManagerId id) {
        return Optional.ofNullable(registered.get(id));
    }

    /** Forgets a TaskManager but for its id; empty if it was not registered. */
    Optional<RegisteredTaskManager> remove(TaskManagerId id, String reason) {
        gone.put(id, reason);
        return Optional.ofNullable(registered.remove(id));
    }

    /** A TaskManager is gone that should not be, be it before it registered. */
    void noteLoss(TaskManagerId id, String reason) {
        latestLoss = Optional.of("the latest TaskManager lost was " + id + " (" + reason + ")");
    }

    /** Why a TaskManager is gone; empty if it is not known to be. */
    Optional<String> whyGone(TaskManagerId id) {
        return Optional.ofNullable(gone.get(id));
    }

    Collection<RegisteredTaskManager> all() {
        return List.copyOf(registered.values());
    }

    int count() {
        return registered.size();
    }

    int slots() {
        return registered.values().stream().mapToInt(RegisteredTaskManager::slots).sum();
    }

    int freeSlots() {
        return registered.values().stream().mapToInt(RegisteredTaskManager::freeSlots).sum();
    }

    /** Takes free slots evenly; there must be enough of them. */
    List<AllocatedSlot> allocate(JobId job, int slots) {
        List<AllocatedSlot> allocated = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            RegisteredTaskManager leastUsed =
                    registered.values().stream()
                            .filter(taskManager -> taskManager.freeSlots() > 0)
                            .min(Comparator.comparingInt(RegisteredTaskManager::usedSlots))
                            .orElseThrow(
                                    () -> new IllegalStateException("no free slot for " + job));
            allocated.add(leastUsed.allocate(job));
        }
        return allocated;
    }

    void free(JobId job, long nowMillis) {
        registered.values().forEach(taskManager -> taskManager.free(job, nowMillis));
    }

    /** What there is, for people. */
    String describe() {
        return freeSlots()
                + " of "
                + slots()
                + " slots on "
                + count()
                + " TaskManagers are free"
                + latestLoss.map(text -> "; " + text).orElse("");
    }
}
