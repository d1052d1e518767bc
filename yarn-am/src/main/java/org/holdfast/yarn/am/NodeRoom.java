package org.holdfast.yarn.am;

import org.apache.hadoop.yarn.api.records.Resource;
import org.holdfast.yarn.launch.ContainerSize;

/**
 * What a node has for containers.
 *
 * @param memoryMb in MiB
 */
record NodeRoom(long memoryMb, int vcores) {

    static NodeRoom of(Resource resource) {
        return new NodeRoom(resource.getMemorySize(), resource.getVirtualCores());
    }

    /** What is left beside a container. */
    NodeRoom beside(ContainerSize container) {
        return new NodeRoom(memoryMb - container.memoryMb(), vcores - container.vcores());
    }

    /**
     * How many containers of this size fit.
     *
     * @param vcoresCount whether YARN's scheduler looks at vcores at all
     */
    int fits(ContainerSize container, boolean vcoresCount) {
        long fits = memoryMb / container.memoryMb();
        if (vcoresCount) {
            fits = Math.min(fits, vcores / container.vcores());
        }
        return (int) Math.max(0, fits);
    }
}
