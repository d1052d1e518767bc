package org.holdfast.yarn.am;

import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** A YARN that grants what the test says. */
final class FakeContainers implements Containers {

    private final Set<TaskManagerId> started = new LinkedHashSet<>();
    private final Set<TaskManagerId> released = new LinkedHashSet<>();
    private Listener listener;
    private int requested;
    private int granted;

    void listen(Listener newListener) {
        listener = newListener;
    }

    /** Containers asked for, as the ResourceManager has it. */
    int requested() {
        return requested;
    }

    Set<TaskManagerId> started() {
        return started;
    }

    Set<TaskManagerId> released() {
        return released;
    }

    /** Grants a container, whether one is asked for or not. */
    TaskManagerId grant() {
        TaskManagerId id = new TaskManagerId("container_" + ++granted);
        requested = Math.max(0, requested - 1);
        listener.onAllocated(id, "node-1");
        return id;
    }

    /** Ends a container. */
    void complete(TaskManagerId id) {
        listener.onCompleted(id, "container exited with 137");
    }

    @Override
    public void request(int number) {
        requested += number;
    }

    @Override
    public void withdraw(int number) {
        requested -= number;
    }

    @Override
    public void start(TaskManagerId id) {
        started.add(id);
    }

    @Override
    public void release(TaskManagerId id) {
        released.add(id);
    }

    @Override
    public OptionalInt capacity() {
        return OptionalInt.of(7);
    }
}
