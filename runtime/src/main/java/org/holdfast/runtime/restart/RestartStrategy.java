package org.holdfast.runtime.restart;

import java.time.Duration;
import java.util.Optional;

/** Decides for one job whether it is restarted after a failure. Lives as long as the job. */
public sealed interface RestartStrategy
        permits NoRestart, FixedDelayRestart, FailureRateRestart, ExponentialDelayRestart {

    /**
     * The job failed; the failure counts.
     *
     * @param nowMillis monotonic; never less than at the call before
     * @return how long to wait before the restart; empty if the job has failed for good
     */
    Optional<Duration> onFailure(long nowMillis);

    /** The strategy and what is left of its budget, for people. */
    String describe(long nowMillis);
}
