package org.holdfast.runtime.network;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.NetworkOptions;

/**
 * What a data plane is told by its configuration.
 *
 * @param port to listen at; 0 for any
 * @param memoryBytes all buffers together
 * @param buffersPerChannel that a channel must have
 * @param maxBuffersPerChannel that it gets if there are plenty
 * @param maxRecordBytes of a serialized record
 * @param requestTimeout how long producer and consumer wait for each other
 * @param connectTimeout until a connection is usable
 */
public record NetworkSettings(
        int port,
        long memoryBytes,
        int buffersPerChannel,
        int maxBuffersPerChannel,
        int maxRecordBytes,
        Duration requestTimeout,
        Duration connectTimeout) {

    public NetworkSettings {
        requireNonNull(requestTimeout, "requestTimeout");
        requireNonNull(connectTimeout, "connectTimeout");
        if (maxBuffersPerChannel < buffersPerChannel) {
            throw new InvalidConfigurationException(
                    NetworkOptions.MAX_BUFFERS_PER_CHANNEL
                            + ": "
                            + maxBuffersPerChannel
                            + " is less than "
                            + NetworkOptions.BUFFERS_PER_CHANNEL
                            + ", which is "
                            + buffersPerChannel);
        }
    }

    /** Reads the {@link NetworkOptions}. */
    public static NetworkSettings of(Configuration configuration) {
        return new NetworkSettings(
                configuration.get(NetworkOptions.DATA_PORT),
                configuration.get(NetworkOptions.MEMORY_MAX).bytes(),
                configuration.get(NetworkOptions.BUFFERS_PER_CHANNEL),
                configuration.get(NetworkOptions.MAX_BUFFERS_PER_CHANNEL),
                Math.toIntExact(configuration.get(NetworkOptions.MAX_RECORD_SIZE).bytes()),
                configuration.get(NetworkOptions.PARTITION_REQUEST_TIMEOUT),
                Duration.ofSeconds(configuration.get(NetworkOptions.CONNECT_TIMEOUT_SECONDS)));
    }
}
