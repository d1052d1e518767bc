package org.holdfast.runtime.simulation.world;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * One attempt's view of its containers, by the rules of {@code YarnResourceProvider}: those of
 * earlier attempts are waited for before others are asked for in their place.
 */
final class SimContainers implements ResourceProvider {

    private static final long RECOVERY_MILLIS = 10_000;
    private static final long REGISTRATION_MILLIS = 30_000;

    private enum Stage {
        STARTING,
        RECONNECTING,
        OVERDUE,
        REGISTERED
    }

    private final World world;
    private final SimYarn yarn;
    private final SimJobManager owner;
    private final Map<TaskManagerId, Stage> held = new HashMap<>();
    private Listener listener;
    private boolean connected;
    private boolean closed;
    private int wanted;
    private int requested;

    SimContainers(World world, SimYarn yarn, SimJobManager owner) {
        this.world = world;
        this.yarn = yarn;
        this.owner = owner;
    }

    @Override
    public void start(Listener newListener) {
        listener = newListener;
        held.forEach(
                (id, stage) -> {
                    if (stage == Stage.RECONNECTING) {
                        expectReconnected(id);
                    }
                });
        adjust();
    }

    @Override
    public int slotsPerTaskManager() {
        return world.plan().slots();
    }

    @Override
    public OptionalInt maxTaskManagers() {
        return OptionalInt.empty();
    }

    @Override
    public void declareWanted(int taskManagers) {
        wanted = taskManagers;
        adjust();
    }

    int wanted() {
        return wanted;
    }

    /** How many containers it knows of. */
    int held() {
        return held.size();
    }

    @Override
    public void onRegistered(TaskManagerId id) {
        held.put(id, Stage.REGISTERED);
        adjust();
    }

    @Override
    public void release(TaskManagerId id, String reason) {
        if (held.remove(id) != null) {
            yarn.release(owner, id);
            adjust();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    // ---------------------------------------------------------------- what YARN says

    /** The attempt is registered; these containers are of earlier ones. */
    void onConnected(Collection<TaskManagerId> previous) {
        connected = true;
        onRecovered(previous);
    }

    /** More containers of earlier attempts. */
    void onRecovered(Collection<TaskManagerId> previous) {
        for (TaskManagerId id : previous) {
            if (!held.containsKey(id)) {
                held.put(id, Stage.RECONNECTING);
                if (listener != null) {
                    expectReconnected(id);
                }
            }
        }
        adjust();
    }

    private void expectReconnected(TaskManagerId id) {
        owner.after(
                RECOVERY_MILLIS,
                () -> {
                    held.replace(id, Stage.RECONNECTING, Stage.OVERDUE);
                    adjust();
                });
        owner.after(REGISTRATION_MILLIS, () -> expectRegistered(id));
    }

    private void expectRegistered(TaskManagerId id) {
        Stage stage = held.get(id);
        if (stage != null && stage != Stage.REGISTERED && !closed) {
            yarn.release(owner, id);
            onCompleted(id, "did not register");
        }
    }

    /** A container is there; false if it is not wanted any more. */
    boolean onAllocated(TaskManagerId id) {
        if (closed || requested == 0) {
            return false;
        }
        requested--;
        held.put(id, Stage.STARTING);
        owner.after(REGISTRATION_MILLIS, () -> expectRegistered(id));
        return true;
    }

    void onCompleted(TaskManagerId id, String reason) {
        if (held.remove(id) != null && listener != null) {
            listener.onTerminated(id, reason);
            adjust();
        }
    }

    private void adjust() {
        if (closed || !connected || listener == null) {
            return;
        }
        int overdue = count(Stage.OVERDUE);
        int countedOn = held.size() - overdue;
        requested -= Math.min(requested, Math.max(0, requested + countedOn - wanted));
        int missing =
                count(Stage.RECONNECTING) > 0 ? 0 : Math.max(0, wanted - requested - countedOn);
        requested += missing;
        yarn.request(owner, missing);
    }

    private int count(Stage stage) {
        return (int) held.values().stream().filter(stage::equals).count();
    }
}
