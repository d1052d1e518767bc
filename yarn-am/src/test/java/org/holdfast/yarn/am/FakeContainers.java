package org.holdfast.yarn.am;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** A YARN that grants what the test says. */
final class FakeContainers implements Containers {

    private final Set<TaskManagerId> started = new LinkedHashSet<>();
    private final List<TaskManagerId> released = new ArrayList<>();
    private Listener listener;
    private int requested;
    private int granted;

    void listen(Listener newListener) {
        listener = newListener;
    }

    /** Accepts the ApplicationMaster, without any container of an earlier attempt. */
    void connect() {
        listener.onConnected(Set.of());
    }

    /** Containers asked for, as the ResourceManager has it. */
    int requested() {
        return requested;
    }

    Set<TaskManagerId> started() {
        return started;
    }

    /** In order; one that is released twice is here twice. */
    List<TaskManagerId> released() {
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
