package org.holdfast.runtime.dispatcher;

import java.util.Optional;
import org.holdfast.runtime.process.AttemptLimits;

/**
 * The cluster at a glance.
 *
 * @param clusterId on YARN the application id
 * @param version of Holdfast
 * @param epoch of the leader
 * @param attempt of the application that the leader is
 * @param attemptLimits how many attempts may fail; empty where nobody counts
 * @param wantedTaskManagers how many the ResourceProvider was asked for, registered ones included
 */
public record ClusterOverview(
        String clusterId,
        String version,
        long epoch,
        int attempt,
        Optional<AttemptLimits> attemptLimits,
        int taskManagers,
        int wantedTaskManagers,
        int slots,
        int freeSlots,
        int runningJobs,
        int finishedJobs,
        int canceledJobs,
        int failedJobs) {}
