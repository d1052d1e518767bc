package org.holdfast.yarn.am;

/**
 * What a node, or a container, has.
 *
 * @param memoryMb in MiB
 */
record NodeRoom(long memoryMb, int vcores) {

    /** What is left when {@code used} is taken away. */
    NodeRoom minus(NodeRoom used) {
        return new NodeRoom(memoryMb - used.memoryMb, vcores - used.vcores);
    }

    /**
     * How many containers of this size fit.
     *
     * @param vcoresCount whether YARN's scheduler looks at vcores at all
     */
    int fits(NodeRoom container, boolean vcoresCount) {
        long fits = memoryMb / container.memoryMb;
        if (vcoresCount) {
            fits = Math.min(fits, vcores / container.vcores);
        }
        return (int) Math.max(0, fits);
    }
}
