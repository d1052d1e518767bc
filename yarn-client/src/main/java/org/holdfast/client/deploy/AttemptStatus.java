package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

/**
 * An attempt of an application as YARN reports it.
 *
 * @param number 1 for the first
 * @param registered whether its ApplicationMaster has told YARN that it runs, and has not ended
 */
public record AttemptStatus(String applicationId, int number, boolean registered) {

    public AttemptStatus {
        requireNonNull(applicationId, "applicationId");
    }
}
