package org.holdfast.ha.leader;

import static java.util.Objects.requireNonNull;

/**
 * Who wants to lead.
 *
 * @param attemptId of the application; a higher one takes over from a lower one that still lives
 * @param owner unlike that of any other process, now or ever
 */
public record LeaderCandidate(int attemptId, String owner) {

    public LeaderCandidate {
        requireNonNull(owner, "owner");
        if (attemptId < 0) {
            throw new IllegalArgumentException("attempt id: " + attemptId + " (expected: >= 0)");
        }
    }
}
