package org.holdfast.localhadoop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** One real ZooKeeper server on the loopback interface. */
public final class LocalZooKeeper implements AutoCloseable {
    private static final int UNLIMITED_CONNECTIONS = 0;

    private final ZooKeeperServer server;
    private final NIOServerCnxnFactory connections = new NIOServerCnxnFactory();

    /**
     * Starts it.
     *
     * @param tick a session lasts at least 2 and at most 20 of them
     * @param port 0 leaves the choice to the system
     * @throws IOException if it does not start
     */
    public LocalZooKeeper(Path data, Duration tick, int port) throws IOException {
        server = new ZooKeeperServer(data.toFile(), data.toFile(), (int) tick.toMillis());
        connections.configure(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                UNLIMITED_CONNECTIONS);
        try {
            connections.startup(server);
        } catch (InterruptedException e) {
            connections.shutdown();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while ZooKeeper started", e);
        }
    }

    /** Host and port. */
    public String connectString() {
        return "localhost:" + connections.getLocalPort();
    }

    @Override
    public void close() {
        connections.shutdown();
    }
}
