package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

/**
 * How a job ended, as it was stored.
 *
 * @param dirty whether something of the job may be left
 * @param content the result
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record JobResult(String job, boolean dirty, byte[] content) {

    public JobResult {
        requireNonNull(job, "job");
        requireNonNull(content, "content");
    }
}
