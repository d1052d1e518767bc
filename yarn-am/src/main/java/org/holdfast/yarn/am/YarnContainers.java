package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Containers} on YARN. The links' threads only hand over; all fields are the main thread's.
 */
final class YarnContainers implements Containers, ResourceManagerListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(YarnContainers.class);

    private final ApplicationId application;
    private final MainThread mainThread;
    private final ResourceManagerLink resourceManager;
    private final NodeManagerLink nodeManagers;
    private final TaskManagerLaunch launch;
    private final YarnCapacity capacity;
    private final AttemptEnd fatal;
    private final Map<TaskManagerId, Container> held = new HashMap<>();
    private final Set<TaskManagerId> started = new HashSet<>();
    private Listener listener;

    /**
     * @param fatal takes what this ApplicationMaster cannot go on after, on any thread
     */
    YarnContainers(
            ApplicationId application,
            MainThread mainThread,
            ResourceManagerLink resourceManager,
            Configuration hadoop,
            TaskManagerLaunch launch,
            YarnCapacity capacity,
            AttemptEnd fatal) {
        this.application = requireNonNull(application, "application");
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
        if (started.remove(id)) {
            nodeManagers.stop(container);
        }
        containerOf(id).ifPresent(resourceManager::release);
    }

    /**
     * Empty if no container of this application can have this name. It need not be one that is
     * held: a TaskManager of an earlier attempt may register before YARN names its container.
     */
    private Optional<ContainerId> containerOf(TaskManagerId id) {
        try {
            return Optional.of(ContainerId.fromString(id.text()))
                    .filter(
                            container ->
                                    application.equals(
                                            container
                                                    .getApplicationAttemptId()
                                                    .getApplicationId()));
        } catch (IllegalArgumentException e) {
            LOG.warn("TaskManager {} is in no container of YARN's: nothing to give back", id);
            return Optional.empty();
        }
    }

    @Override
    public OptionalInt capacity() {
        return capacity.taskManagers();
    }

    /** The ResourceManager has accepted this attempt. On any thread. */
    void onRegistered(List<Container> previous) {
        List<Container> containers = List.copyOf(previous);
        mainThread.execute(() -> listener.onConnected(recover(containers)));
    }

    @Override
    public void onRecovered(List<Container> previous) {
        mainThread.execute(() -> listener.onRecovered(recover(previous)));
    }

    private Set<TaskManagerId> recover(List<Container> previous) {
        Set<TaskManagerId> ids = new HashSet<>();
        for (Container container : previous) {
            TaskManagerId id = idOf(container.getId());
            held.putIfAbsent(id, container);
            started.add(id);
            ids.add(id);
        }
        return ids;
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
    public void onForgotten(Exception cause) {
        fatal.onForgotten(cause);
    }

    @Override
    public void onLost(Exception cause) {
        fatal.onLost(cause);
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
