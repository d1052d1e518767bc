package org.holdfast.ha.leader;

import static java.util.Objects.requireNonNull;

/**
 * Who began an epoch.
 *
 * @param candidate as elected; may have ended since
 */
public record ElectedLeader(LeaderEpoch epoch, LeaderCandidate candidate) {

    public ElectedLeader {
        requireNonNull(epoch, "epoch");
        requireNonNull(candidate, "candidate");
    }
}
