package org.holdfast.yarn.launch;

import org.apache.hadoop.yarn.api.records.Resource;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.config.YarnOptions;

/**
 * What a container asks for.
 *
 * @param memoryMb in MiB
 * @param vcores at least 1
 */
public record ContainerSize(long memoryMb, int vcores) {

    public ContainerSize {
        if (memoryMb < 1 || vcores < 1) {
            throw new IllegalArgumentException(
                    "container of " + memoryMb + " MB and " + vcores + " vcores (expected: >= 1)");
        }
    }

    /** The ApplicationMaster's. */
    public static ContainerSize ofJobManager(Configuration configuration) {
        return new ContainerSize(
                configuration.get(YarnOptions.JOBMANAGER_MEMORY).toMebiBytes(),
                configuration.get(YarnOptions.APPMASTER_VCORES));
    }

    /** A TaskManager's. */
    public static ContainerSize ofTaskManager(Configuration configuration) {
        int vcores = configuration.get(YarnOptions.CONTAINER_VCORES);
        return new ContainerSize(
                configuration.get(YarnOptions.TASKMANAGER_MEMORY).toMebiBytes(),
                vcores == -1 ? configuration.get(TaskManagerOptions.SLOTS) : vcores);
    }

    /** The same in YARN's terms. */
    public Resource toResource() {
        return Resource.newInstance(memoryMb, vcores);
    }
}
