package org.holdfast.runtime.restart;

import java.time.Duration;
import java.util.Optional;

/** Every failure is for good. */
record NoRestart() implements RestartStrategy {

    @Override
    public Optional<Duration> onFailure(long nowMillis) {
        return Optional.empty();
    }

    @Override
    public String describe(long nowMillis) {
        return "none: a failure ends the job";
    }
}
