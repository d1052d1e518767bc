package org.holdfast.ha.leader;

import static java.util.Objects.requireNonNull;

/**
 * An attempt of the application that has led.
 *
 * @param epoch its latest one
 * @param startMillis when it was elected first, by its wall clock, in milliseconds since 1970
 * @param progressed whether it achieved something: {@link CoordinationStore#markProgress}
 */
public record LeaderAttempt(
        long attemptId, LeaderEpoch epoch, long startMillis, boolean progressed) {

    /** How many attempts are remembered at most. */
    public static final int MAX_REMEMBERED = 32;

    public LeaderAttempt {
        requireNonNull(epoch, "epoch");
        if (attemptId < 0) {
            throw new IllegalArgumentException("attempt id: " + attemptId + " (expected: >= 0)");
        }
    }
}
