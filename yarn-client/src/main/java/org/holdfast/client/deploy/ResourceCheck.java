package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.Resource;
import org.holdfast.client.deploy.DeploymentException.Kind;
import org.holdfast.runtime.config.ConfigOption;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.MemorySize;
import org.holdfast.runtime.config.Spelling;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.yarn.launch.ContainerSize;

/**
 * Refuses what this YARN can never grant; it would accept the application, and then nothing would
 * happen.
 */
final class ResourceCheck {

    private final Configuration configuration;

    ResourceCheck(Configuration configuration) {
        this.configuration = requireNonNull(configuration, "configuration");
    }

    /** The queue must exist. */
    void requireQueue(List<QueueInfo> queues) throws DeploymentException {
        Optional<String> wanted = configuration.find(YarnOptions.APPLICATION_QUEUE);
        if (wanted.isEmpty()
                || queues.stream()
                        .anyMatch(
                                queue ->
                                        wanted.get().equals(queue.getQueueName())
                                                || wanted.get().equals(queue.getQueuePath()))) {
            return;
        }
        List<String> names = queues.stream().map(QueueInfo::getQueueName).sorted().toList();
        throw new DeploymentException(
                Kind.INVALID,
                "Queue '"
                        + wanted.get()
                        + "' does not exist in YARN (available: "
                        + String.join(", ", names)
                        + ")."
                        + Spelling.nearest(wanted.get(), names)
                                .map(name -> " Did you mean '" + name + "'?")
                                .orElse(" Name another one."));
    }

    /** Containers must not be larger than YARN gives any. */
    void requireFits(Resource largest) throws DeploymentException {
        ContainerSize jobManager = ContainerSize.ofJobManager(configuration);
        ContainerSize taskManager = ContainerSize.ofTaskManager(configuration);
        requireMemory(YarnOptions.JOBMANAGER_MEMORY, jobManager, largest);
        requireMemory(YarnOptions.TASKMANAGER_MEMORY, taskManager, largest);
        requireCores(YarnOptions.APPMASTER_VCORES, jobManager, largest);
        requireCores(YarnOptions.CONTAINER_VCORES, taskManager, largest);
    }

    /** There must be a node at all. */
    void requireNodes(int nodeManagers) throws DeploymentException {
        if (nodeManagers == 0) {
            throw new DeploymentException(
                    Kind.UNREACHABLE,
                    "YARN has no running NodeManager. Start one; if some should be running, the"
                            + " ResourceManager's web page says what is wrong with them.");
        }
    }

    private static void requireMemory(
            ConfigOption<MemorySize> option, ContainerSize container, Resource largest)
            throws DeploymentException {
        if (container.memoryMb() > largest.getMemorySize()) {
            throw new DeploymentException(
                    Kind.INVALID,
                    option
                            + " is "
                            + container.memoryMb()
                            + "mb, but on this YARN a container can have at most "
                            + largest.getMemorySize()
                            + "mb. Lower it, or raise yarn.scheduler.maximum-allocation-mb and"
                            + " the nodes' memory.");
        }
    }

    private static void requireCores(
            ConfigOption<Integer> option, ContainerSize container, Resource largest)
            throws DeploymentException {
        if (container.vcores() > largest.getVirtualCores()) {
            throw new DeploymentException(
                    Kind.INVALID,
                    option
                            + ": a container of "
                            + container.vcores()
                            + " virtual cores is wanted, but on this YARN it can have at most "
                            + largest.getVirtualCores()
                            + ". Lower it; unless it is set, a TaskManager has a core for each of"
                            + " taskmanager.numberOfTaskSlots.");
        }
    }
}
