package org.holdfast.runtime.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** Brings {@link FakeTaskManager}s after a while, up to a limit, and replaces those that end. */
public final class FakeResourceProvider implements ResourceProvider {

    private static final Duration START = Duration.ofSeconds(2);

    private final ManualMainThread mainThread;
    private final int slotsPerTaskManager;
    private final int atMost;
    private final boolean limitIsKnown;
    private final boolean elastic;
    private final Map<TaskManagerId, FakeTaskManager> running = new LinkedHashMap<>();
    private final Set<TaskManagerId> starting = new LinkedHashSet<>();
    private final List<FakeTaskManager> ever = new ArrayList<>();
    private final List<Integer> declared = new ArrayList<>();
    private final List<TaskManagerId> released = new ArrayList<>();
    private final Set<TaskManagerId> registered = new LinkedHashSet<>();
    private Function<Integer, FakeTaskManager> factory;
    private Listener listener;
    private int wanted;
    private boolean closed;

    FakeResourceProvider(
            ManualMainThread mainThread,
            int slotsPerTaskManager,
            int atMost,
            boolean limitIsKnown,
            boolean elastic) {
        this.mainThread = mainThread;
        this.slotsPerTaskManager = slotsPerTaskManager;
        this.atMost = atMost;
        this.limitIsKnown = limitIsKnown;
        this.elastic = elastic;
    }

    /** How TaskManagers are made, from their running number. */
    void makesTaskManagersWith(Function<Integer, FakeTaskManager> newFactory) {
        factory = newFactory;
    }

    @Override
    public void start(Listener newListener) {
        listener = newListener;
    }

    @Override
    public boolean isElastic() {
        return elastic;
    }

    @Override
    public int slotsPerTaskManager() {
        return slotsPerTaskManager;
    }

    @Override
    public OptionalInt maxTaskManagers() {
        return limitIsKnown ? OptionalInt.of(atMost) : OptionalInt.empty();
    }

    @Override
    public void declareWanted(int taskManagers) {
        declared.add(taskManagers);
        wanted = taskManagers;
        bringMissing();
    }

    private void bringMissing() {
        while (elastic && !closed && running.size() + starting.size() < Math.min(wanted, atMost)) {
            FakeTaskManager taskManager = factory.apply(ever.size());
            ever.add(taskManager);
            starting.add(taskManager.id());
            mainThread.schedule(START, () -> onStarted(taskManager));
        }
    }

    private void onStarted(FakeTaskManager taskManager) {
        if (!starting.remove(taskManager.id()) || closed) {
            return;
        }
        if (running.size() < wanted) {
            running.put(taskManager.id(), taskManager);
            taskManager.start();
        }
    }

    @Override
    public void onRegistered(TaskManagerId id) {
        registered.add(id);
    }

    @Override
    public void release(TaskManagerId id, String reason) {
        released.add(id);
        FakeTaskManager taskManager = elastic ? running.remove(id) : null;
        if (taskManager != null) {
            taskManager.die();
            bringMissing();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    // ---------------------------------------------------------------- what a test sees and does

    /** A TaskManager's process ends and the provider learns of it. */
    public void kill(FakeTaskManager taskManager, String reason) {
        taskManager.die();
        mainThread.schedule(
                Duration.ofMillis(50),
                () -> {
                    if (running.remove(taskManager.id()) != null) {
                        listener.onTerminated(taskManager.id(), reason);
                        bringMissing();
                    }
                });
    }

    /** Somebody starts a TaskManager. */
    public FakeTaskManager startByHand() {
        FakeTaskManager taskManager = factory.apply(ever.size());
        ever.add(taskManager);
        running.put(taskManager.id(), taskManager);
        taskManager.start();
        return taskManager;
    }

    /** No TaskManager can be had. */
    public void sayUnavailable(String reason) {
        listener.onUnavailable(reason);
    }

    /** TaskManagers whose containers run, oldest first. */
    public List<FakeTaskManager> running() {
        return List.copyOf(running.values());
    }

    /** All TaskManagers there ever were. */
    public List<FakeTaskManager> ever() {
        return List.copyOf(ever);
    }

    /** Every number that was declared wanted, in order. */
    public List<Integer> declared() {
        return List.copyOf(declared);
    }

    public List<TaskManagerId> released() {
        return List.copyOf(released);
    }

    public Set<TaskManagerId> registered() {
        return Set.copyOf(registered);
    }

    public boolean isClosed() {
        return closed;
    }
}
