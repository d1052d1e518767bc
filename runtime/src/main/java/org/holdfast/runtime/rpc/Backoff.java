package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Pauses between tries: each twice as long as the one before, up to a bound. */
final class Backoff {

    private final Duration longest;
    private Duration next;

    Backoff(Duration first, Duration longest) {
        this.next = requireNonNull(first, "first");
        this.longest = requireNonNull(longest, "longest");
    }

    /** The pause before the next try. */
    Duration next() {
        Duration pause = next.compareTo(longest) < 0 ? next : longest;
        next = pause.multipliedBy(2);
        return pause;
    }
}
