package org.holdfast.runtime.dispatcher;

/**
 * The cluster at a glance.
 *
 * @param clusterId on YARN the application id
 * @param version of Holdfast
 * @param epoch of the leader
 * @param wantedTaskManagers how many the ResourceProvider was asked for, registered ones included
 */
public record ClusterOverview(
        String clusterId,
        String version,
        long epoch,
        int taskManagers,
        int wantedTaskManagers,
        int slots,
        int freeSlots,
        int runningJobs,
        int finishedJobs,
        int canceledJobs,
        int failedJobs) {}
