package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BlockingArrayQueue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.log.LogTail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the interface from when it is constructed until it is closed. */
public final class RestServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RestServer.class);

    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_WAITING = 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int SLOWEST_BYTES_PER_SECOND = 1024;
    private static final int IDLE_THREAD_MILLIS = 60_000;
    private static final int STOP_MILLIS = 2000;
    private static final int STOP_IDLE_MILLIS = 50;

    private final Javalin server;
    private final int port;

    /**
     * Starts to serve.
     *
     * @param blobs where uploaded jars go
     * @param standby what keeps this JobManager from leading
     * @param ownLog the JobManager's own
     * @param configuration the JobManager's; it is shown to clients without its secrets
     * @throws IOException if none of the configured ports is free
     */
    public RestServer(
            DispatcherGateway dispatcher,
            Standby standby,
            BlobStore blobs,
            LogTail ownLog,
            Configuration configuration)
            throws IOException {
        int workers = configuration.get(RestOptions.SERVER_THREADS);
        QueuedThreadPool threads = threads(workers);
        BoundSocket socket = BoundSocket.open(configuration);
        this.port = socket.port();
        this.server =
                Javalin.create(
                        javalin -> {
                            configure(javalin);
                            javalin.jetty.threadPool = threads;
                            javalin.jetty.addConnector(
                                    (jetty, http) -> connector(jetty, http, socket, configuration));
                        });
        RestErrors.register(server);
        RequestGuard.register(server);
        new StandbyRedirect(standby).register(server);
        Replies replies = new Replies(threads, configuration.get(RestOptions.SERVER_TIMEOUT));
        new ClusterRoutes(dispatcher, ownLog, configuration, replies).register(server);
        new TaskManagerRoutes(dispatcher, replies).register(server);
        RequestBodies bodies = new RequestBodies(workers / 2);
        new JobRoutes(dispatcher, blobs, bodies, replies).register(server);
        new QuarantineRoutes(dispatcher, bodies, replies).register(server);
        SavepointOperations savepoints = new SavepointOperations(System::nanoTime);
        new CheckpointRoutes(dispatcher, savepoints, bodies, replies).register(server);
        long maxJarBytes = configuration.get(RestOptions.MAX_CONTENT_LENGTH).bytes();
        new BlobRoutes(blobs, bodies, maxJarBytes).register(server);
        WebPages.register(server);
        server.start();
        log.info("REST interface listens on port {}", port);
    }

    private static QueuedThreadPool threads(int workers) {
        int selectors = 1;
        QueuedThreadPool threads =
                new QueuedThreadPool(
                        workers + selectors,
                        2,
                        IDLE_THREAD_MILLIS,
                        new BlockingArrayQueue<>(8, 8, MAX_WAITING));
        threads.setName("rest");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        return threads;
    }

    private static void configure(JavalinConfig javalin) {
        javalin.showJavalinBanner = false;
        javalin.startupWatcherEnabled = false;
        javalin.http.prefer405over404 = true;
        javalin.http.disableCompression();
    }

    /** One selector accepts, reads and writes; there are no threads of its own. */
    private static ServerConnector connector(
            Server jetty, HttpConfiguration http, BoundSocket socket, Configuration configuration) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setMinRequestDataRate(SLOWEST_BYTES_PER_SECOND);
        jetty.setErrorHandler(new RestErrors.JettyErrors());
        jetty.addBean(new ConnectionLimit(MAX_CONNECTIONS, jetty));
        jetty.setStopTimeout(STOP_MILLIS);
        ServerConnector connector =
                new ServerConnector(jetty, 0, 1, new HttpConnectionFactory(http));
        connector.setIdleTimeout(configuration.get(RestOptions.IDLE_TIMEOUT).toMillis());
        connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
        try {
            connector.open(socket.channel());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Stops to serve; requests under way have 2 s to be answered. May be called twice. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (JavalinException e) {
            log.warn("REST interface on port {} was closed on requests under way", port, e);
        }
    }
}
