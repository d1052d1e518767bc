package org.holdfast.ha.leader;

import static java.util.Objects.requireNonNull;

/**
 * Where the leader is.
 *
 * @param rpcAddress for TaskManagers
 * @param restUrl for clients
 */
public record PublishedLeader(LeaderEpoch epoch, String rpcAddress, String restUrl) {

    public PublishedLeader {
        requireNonNull(epoch, "epoch");
        requireNonNull(rpcAddress, "rpcAddress");
        requireNonNull(restUrl, "restUrl");
    }
}
