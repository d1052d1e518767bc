package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.process.JobManagerAddress;

/**
 * Which JobManager has accepted a TaskManager.
 *
 * @param address where it was found
 * @param epoch in which it leads
 */
public record JobManagerIdentity(JobManagerAddress address, long epoch) {

    public JobManagerIdentity {
        requireNonNull(address, "address");
    }

    @Override
    public String toString() {
        return address + ", epoch " + epoch;
    }
}
