package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.proto.YarnServiceProtos.SchedulerResourceTypes;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.process.JobManagerSetup.ResourceProviderFactory;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.yarn.launch.ContainerSize;
import org.holdfast.yarn.launch.Identity;

/** Puts together what brings TaskManagers, once the JobManager's address is known. */
final class YarnResources implements ResourceProviderFactory, AutoCloseable {

    private final AttemptEnvironment environment;
    private final org.holdfast.runtime.config.Configuration configuration;
    private final Configuration hadoop;
    private final ResourceManagerLink resourceManager;
    private final AttemptEnd fatal;
    private final ContainerSize taskManager;
    private final YarnCapacity capacity;
    private YarnContainers containers;

    /**
     * @param fatal takes what this ApplicationMaster cannot go on after, on any thread
     */
    YarnResources(
            AttemptEnvironment environment,
            org.holdfast.runtime.config.Configuration configuration,
            Configuration hadoop,
            ResourceManagerLink resourceManager,
            AttemptEnd fatal) {
        this.environment = requireNonNull(environment, "environment");
        this.configuration = requireNonNull(configuration, "configuration");
        this.hadoop = requireNonNull(hadoop, "hadoop");
        this.resourceManager = requireNonNull(resourceManager, "resourceManager");
        this.fatal = requireNonNull(fatal, "fatal");
        this.taskManager = ContainerSize.ofTaskManager(configuration);
        this.capacity =
                new YarnCapacity(
                        hadoop,
                        ContainerSize.ofJobManager(configuration),
                        environment.node(),
                        taskManager,
                        configuration.find(YarnOptions.APPLICATION_NODE_LABEL));
    }

    @Override
    public ResourceProvider create(MainThread mainThread, JobManagerAddress address) {
        containers =
                new YarnContainers(
                        environment.attempt().getApplicationId(),
                        mainThread,
                        resourceManager,
                        hadoop,
                        launch(address),
                        capacity,
                        fatal);
        YarnResourceProvider provider =
                new YarnResourceProvider(
                        mainThread,
                        containers,
                        new StartFailureLimit(
                                configuration.get(YarnOptions.START_FAILURE_RATE),
                                configuration.get(YarnOptions.START_RETRY_INTERVAL)),
                        configuration.get(YarnOptions.REGISTRATION_TIMEOUT),
                        configuration.get(YarnOptions.PREVIOUS_WORKER_TIMEOUT),
                        configuration.get(TaskManagerOptions.SLOTS));
        containers.listen(provider);
        return provider;
    }

    /** What hears of containers; after {@link #create}. */
    ResourceManagerListener listener() {
        return containers();
    }

    private YarnContainers containers() {
        return requireNonNull(containers, "the JobManager has not asked for its resources");
    }

    /** Takes what the ResourceManager says to those that register. */
    void onRegistered(RegisterApplicationMasterResponse response) {
        capacity.countVcores(
                response.getSchedulerResourceTypes().contains(SchedulerResourceTypes.CPU));
        refuseIfTooLarge(response.getMaximumResourceCapability());
        containers().onRegistered(response.getContainersFromPreviousAttempts());
    }

    private void refuseIfTooLarge(Resource largest) {
        if (taskManager.memoryMb() > largest.getMemorySize()
                || taskManager.vcores() > largest.getVirtualCores()) {
            containers()
                    .onRefused(
                            "a TaskManager needs a container of "
                                    + taskManager
                                    + ", YARN gives at most "
                                    + largest
                                    + "; lower "
                                    + YarnOptions.TASKMANAGER_MEMORY
                                    + " or "
                                    + YarnOptions.CONTAINER_VCORES);
        }
    }

    @Override
    public void close() {
        if (containers != null) {
            containers.close();
        }
    }

    private TaskManagerLaunch launch(JobManagerAddress address) {
        try {
            Identity identity = Identity.ofThisProcess();
            return new TaskManagerLaunch(
                    configuration,
                    environment.shipment(),
                    identity.environment(),
                    identity.tokens(),
                    environment.applicationId(),
                    address);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not find out the user of this process", e);
        }
    }
}
