package org.holdfast.runtime.network;

import io.netty.bootstrap.Bootstrap;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of this process to producers' processes: one each, while a channel needs it.
 * Thread-safe.
 */
final class ProducerConnections {

    private static final class Use {
        final ProducerConnection connection;
        int channels;

        Use(ProducerConnection connection) {
            this.connection = connection;
        }
    }

    private final Bootstrap bootstrap;
    private final String clusterId;
    private final Duration connectTimeout;

    // Guarded by this.
    private final Map<DataAddress, Use> uses = new HashMap<>();

    ProducerConnections(Bootstrap bootstrap, String clusterId, Duration connectTimeout) {
        this.bootstrap = bootstrap;
        this.clusterId = clusterId;
        this.connectTimeout = connectTimeout;
    }

    /** The connection for one more channel. */
    synchronized ProducerConnection acquire(DataAddress address) {
        Use use = uses.get(address);
        if (use == null || use.connection.isOver()) {
            use =
                    new Use(
                            new ProducerConnection(
                                    address,
                                    clusterId,
                                    bootstrap.config().group().next(),
                                    this::release));
            use.connection.connect(bootstrap, connectTimeout.toMillis());
            uses.put(address, use);
        }
        use.channels++;
        return use.connection;
    }

    private synchronized void release(ProducerConnection connection) {
        Use use = uses.get(connection.address());
        if (use != null && use.connection == connection && --use.channels == 0) {
            uses.remove(connection.address());
            connection.close("no channel needs it");
        }
    }

    /** Closes all connections and fails their channels. */
    synchronized void close(String reason) {
        uses.values().forEach(use -> use.connection.close(reason));
        uses.clear();
    }
}
