package org.holdfast.ha.leader;

import static java.util.Objects.requireNonNull;

/**
 * Who wants to lead.
 *
 * @param attemptId orders the attempts of all applications that ever use the same cluster id; a
 *     higher one takes over from a lower one that still lives
 * @param owner unlike that of any other process, now or ever; one line of at most 256 characters
 */
public record LeaderCandidate(long attemptId, String owner) {

    private static final int MAX_OWNER_LENGTH = 256;

    public LeaderCandidate {
        requireNonNull(owner, "owner");
        if (attemptId < 0) {
            throw new IllegalArgumentException("attempt id: " + attemptId + " (expected: >= 0)");
        }
        if (owner.isBlank()
                || owner.length() > MAX_OWNER_LENGTH
                || owner.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "owner: '"
                            + owner
                            + "' (expected: one line of 1 to "
                            + MAX_OWNER_LENGTH
                            + " characters)");
        }
    }
}
