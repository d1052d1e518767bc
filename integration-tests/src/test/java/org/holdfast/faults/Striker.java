package org.holdfast.faults;

/** Kills processes of a cluster. */
interface Striker {

    /**
     * What a strike did.
     *
     * @param killed how many processes lived before it and are dead after it
     * @param victims what they were, for people
     */
    record Strike(int killed, String victims) {}

    /** Waits until the cluster is as it was before the first strike. */
    void awaitComplete() throws InterruptedException;

    /**
     * Kills some processes.
     *
     * @param most no more than so many
     * @throws IllegalStateException if there is nothing to be killed within a bounded time
     */
    Strike strike(int most) throws InterruptedException;
}
