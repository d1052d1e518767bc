package org.holdfast.runtime.network;

import static java.util.Objects.requireNonNull;

/** Which subpartition a consumer's channel reads, and where. */
public record ChannelSource(PartitionId partition, int subpartition, DataAddress address) {

    public ChannelSource {
        requireNonNull(partition, "partition");
        requireNonNull(address, "address");
    }
}
