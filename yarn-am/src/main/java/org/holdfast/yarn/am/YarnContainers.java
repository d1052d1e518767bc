package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * {@link Containers} on YARN. The links' threads only hand over; all fields are the main thread's.
 */
final class YarnContainers implements Containers, ResourceManagerLink.Listener, AutoCloseable {

    private final MainThread mainThread;
    private final ResourceManagerLink resourceManager;
    private final NodeManagerLink nodeManagers;
    private final TaskManagerLaunch launch;
    private final YarnCapacity capacity;
    private final Consumer<Exception> fatal;
    private final Map<TaskManagerId, Container> held = new HashMap<>();
    private final Set<TaskManagerId> started = new HashSet<>();
    private Listener listener;

    /**
     * @param fatal takes what this ApplicationMaster cannot go on after, on any thread
     */
    YarnContainers(
            MainThread mainThread,
            ResourceManagerLink resourceManager,
            Configuration hadoop,
            TaskManagerLaunch launch,
            YarnCapacity capacity,
            Consumer<Exception> fatal) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.resourceManager = requireNonNull(resourceManager, "resourceManager");
        this.nodeManagers = new NodeManagerLink(hadoop, this::onStartFailed);
        this.launch = requireNonNull(launch, "launch");
        this.capacity = requireNonNull(capacity, "capacity");
        this.fatal = requireNonNull(fatal, "fatal");
    }

    /** Says who hears of containers; before the ApplicationMaster registers. */
    void listen(Listener newListener) {
        listener = requireNonNull(newListener, "newListener");
    }

    @Override
    public void request(int number) {
        resourceManager.request(Stream.generate(launch::request).limit(number).toList());
    }

    @Override
    public void withdraw(int number) {
        resourceManager.withdraw(number);
    }

    @Override
    public void start(TaskManagerId id) {
        Container container = held.get(id);
        started.add(id);
        nodeManagers.start(container, launch.process(container));
    }

    @Override
    public void release(TaskManagerId id) {
        Container container = held.remove(id);
        if (container != null) {
            if (started.remove(id)) {
                nodeManagers.stop(container);
            }
            resourceManager.release(container.getId());
        }
    }

    @Override
    public OptionalInt capacity() {
        return capacity.taskManagers();
    }

    @Override
    public void onAllocated(List<Container> containers) {
        mainThread.execute(
                () ->
                        containers.forEach(
                                container -> {
                                    TaskManagerId id = idOf(container.getId());
                                    held.putIfAbsent(id, container);
                                    listener.onAllocated(id, container.getNodeId().getHost());
                                }));
    }

    @Override
    public void onCompleted(List<ContainerStatus> containers) {
        mainThread.execute(
                () ->
                        containers.forEach(
                                status -> {
                                    TaskManagerId id = idOf(status.getContainerId());
                                    held.remove(id);
                                    started.remove(id);
                                    listener.onCompleted(id, ContainerExit.describe(status));
                                }));
    }

    @Override
    public void onRefused(String reason) {
        mainThread.execute(() -> listener.onRefused(reason));
    }

    @Override
    public void onClusterNodes(int number) {
        capacity.refresh();
    }

    @Override
    public void onLost(Exception cause) {
        fatal.accept(cause);
    }

    @Override
    public void close() {
        nodeManagers.close();
        capacity.close();
    }

    private void onStartFailed(ContainerId container, Exception cause) {
        mainThread.execute(
                () -> listener.onStartFailed(idOf(container), String.valueOf(cause.getMessage())));
    }

    private static TaskManagerId idOf(ContainerId container) {
        return new TaskManagerId(container.toString());
    }
}
