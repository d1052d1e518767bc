package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.ConfigOption;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.process.JvmOptions;
import org.holdfast.yarn.launch.ContainerLayout;
import org.holdfast.yarn.launch.ContainerSize;
import org.holdfast.yarn.launch.JavaCommand;
import org.holdfast.yarn.launch.Shipment;
import org.holdfast.yarn.launch.ShippedFile;

/** What a TaskManager's container is like, and what is started in it. */
final class TaskManagerLaunch {

    private static final String MAIN_CLASS = "org.holdfast.runtime.process.TaskManagerMain";

    private final Configuration configuration;
    private final Shipment shipment;
    private final Map<String, String> environment;
    private final ByteBuffer tokens;
    private final String clusterId;
    private final JobManagerAddress jobManager;

    /**
     * @param environment of the process
     * @param tokens it reaches HDFS with, in Hadoop's form
     * @param jobManager where it registers
     */
    TaskManagerLaunch(
            Configuration configuration,
            Shipment shipment,
            Map<String, String> environment,
            ByteBuffer tokens,
            String clusterId,
            JobManagerAddress jobManager) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.shipment = requireNonNull(shipment, "shipment");
        this.environment = Map.copyOf(environment);
        this.tokens = tokens.asReadOnlyBuffer();
        this.clusterId = requireNonNull(clusterId, "clusterId");
        this.jobManager = requireNonNull(jobManager, "jobManager");
    }

    /** A request for one container. */
    ContainerRequest request() {
        Optional<String> label = configuration.find(YarnOptions.APPLICATION_NODE_LABEL);
        return new ContainerRequest(
                ContainerSize.ofTaskManager(configuration).toResource(),
                null,
                null,
                Priority.newInstance(1),
                true,
                label.orElse(null));
    }

    /** What to start in a container. */
    ContainerLaunchContext process(Container container) {
        String id = container.getId().toString();
        String command =
                JavaCommand.taskManager(MAIN_CLASS, JvmOptions.ofTaskManager(configuration))
                        .arguments("--configDir", ContainerLayout.CONF)
                        .arguments(define(TaskManagerOptions.RESOURCE_ID, id))
                        .arguments(define(TaskManagerOptions.HOST, container.getNodeId().getHost()))
                        .arguments(define(ClusterOptions.CLUSTER_ID, clusterId))
                        .arguments(define(ClusterOptions.JOBMANAGER_ADDRESS, jobManager.host()))
                        .arguments(
                                define(
                                        ClusterOptions.JOBMANAGER_PORT,
                                        PortRange.of(jobManager.port())))
                        .arguments(define(TaskManagerOptions.WARM_UP_FILE, warmUpFile()))
                        .toShell(shipment.classPath());
        return ContainerLaunchContext.newInstance(
                shipment.localResources(),
                environment,
                List.of(command),
                null,
                tokens.duplicate(),
                null);
    }

    /** Any of the files will do; the shortest costs the least. */
    private String warmUpFile() {
        return shipment.files().stream()
                .min(Comparator.comparingLong(ShippedFile::size))
                .map(file -> file.uri().toString())
                .orElseThrow();
    }

    private static <T> String define(ConfigOption<T> option, T value) {
        return "-D" + option.key() + "=" + option.print(value);
    }
}
