package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.jobgraph.JobId;

/**
 * A job that cannot be recovered as it is, and waits for an operator.
 *
 * @param name of the job; empty if its graph cannot be read
 * @param reason what cannot be read, and why
 */
public record QuarantinedJob(JobId id, String name, String reason) {

    public QuarantinedJob {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(reason, "reason");
    }
}
