package org.holdfast.ha.zookeeper;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's connection to ZooKeeper: session after session, kept by Curator. Reads are repeated
 * until there is an answer, for a bounded time; whoever changes something takes the {@link
 * #session} and decides himself. Thread-safe.
 */
final class ZooKeeperConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ZooKeeperConnection.class);

    /** Of one answer: a hundred thousands of names. Requests stay far below the servers' limit. */
    private static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;

    private final ZooKeeperSettings settings;
    private final SessionListener listener;
    private final CuratorFramework client;
    private final List<Runnable> onReconnected = new CopyOnWriteArrayList<>();

    /** How often the server at the other end may have become one that lags behind. */
    private final AtomicLong doubts = new AtomicLong(1);

    private final AtomicLong doubtsResolved = new AtomicLong();
    private volatile boolean closed;

    /** A request that changes nothing. */
    @FunctionalInterface
    interface Read<T> {
        T from(ZooKeeper session) throws KeeperException, InterruptedException;
    }

    /**
     * Connects, and waits for it.
     *
     * @throws IOException if no server answers in time
     */
    ZooKeeperConnection(ZooKeeperSettings settings, SessionListener listener) throws IOException {
        this.settings = requireNonNull(settings, "settings");
        this.listener = requireNonNull(listener, "listener");
        client =
                CuratorFrameworkFactory.builder()
                        .connectString(settings.quorum())
                        .sessionTimeoutMs(Math.toIntExact(settings.sessionTimeout().toMillis()))
                        .connectionTimeoutMs(
                                Math.toIntExact(settings.connectionTimeout().toMillis()))
                        // nothing goes through Curator's retries: they would repeat changes
                        .retryPolicy(new RetryNTimes(0, 0))
                        .ensembleTracker(false)
                        .zkClientConfig(clientConfig())
                        .build();
        client.getConnectionStateListenable()
                .addListener((ignored, state) -> onStateChanged(state));
        client.start();
        boolean connected = false;
        try {
            connected =
                    client.blockUntilConnected(
                            Math.toIntExact(settings.connectionTimeout().toMillis()),
                            TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted("connecting to " + settings.quorum(), e);
        } finally {
            if (!connected) {
                client.close();
            }
        }
        if (!connected) {
            throw new IOException(
                    "ZooKeeper at %s gave no session within %d ms. Check high-availability.zookeeper.quorum, that most of its servers run, and that this host can reach them."
                            .formatted(settings.quorum(), settings.connectionTimeout().toMillis()));
        }
    }

    private ZKClientConfig clientConfig() {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(
                ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT,
                Long.toString(settings.sessionTimeout().toMillis()));
        if (config.getProperty(ZKConfig.JUTE_MAXBUFFER) == null) {
            config.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(MAX_ANSWER_BYTES));
        }
        return config;
    }

    /** Curator's listener thread. */
    private void onStateChanged(ConnectionState state) {
        if (state != ConnectionState.CONNECTED) {
            doubt(); // the first connection was doubted from the beginning
        }
        if (closed) {
            return;
        }
        log.info("ZooKeeper at {} is {}", settings.quorum(), state);
        if (state == ConnectionState.SUSPENDED) {
            listener.onSuspended();
        } else if (state == ConnectionState.LOST) {
            listener.onSessionExpired();
        } else if (state == ConnectionState.RECONNECTED) {
            onReconnected.forEach(Runnable::run);
            listener.onReconnected();
        }
    }

    /**
     * Runs something on Curator's listener thread after each reconnection.
     *
     * @return stops it
     */
    Runnable whenReconnected(Runnable action) {
        onReconnected.add(action);
        return () -> onReconnected.remove(action);
    }

    ZooKeeperSettings settings() {
        return settings;
    }

    /**
     * The session as it is now. Once expired it stays so: Curator gives another one then.
     *
     * @throws IOException if there is none; nothing was sent
     */
    ZooKeeper session() throws IOException {
        if (closed) {
            throw closedException();
        }
        try {
            return client.getZookeeperClient().getZooKeeper();
        } catch (Exception e) { // as Curator declares it
            throw new IOException(
                    "No connection to ZooKeeper at " + settings.quorum() + ": " + e.getMessage(),
                    e);
        }
    }

    private static IOException closedException() {
        return new IOException("The session with ZooKeeper has been closed.");
    }

    /** From now on, reads ask for everything committed so far first: an answer has been lost. */
    void doubt() {
        doubts.incrementAndGet();
    }

    /**
     * Reads, and repeats that while there is no answer.
     *
     * @param what for messages: what is read
     * @throws KeeperException the answer, if it is an error
     * @throws IOException if there was no answer to any try
     */
    <T> T read(String what, Read<T> read) throws IOException, KeeperException {
        for (int retries = 0; ; retries++) {
            if (closed) {
                throw closedException();
            }
            try {
                ZooKeeper session = session();
                resolveDoubts(session);
                return read.from(session);
            } catch (KeeperException e) {
                if (!Answers.isUnknown(e)) {
                    throw e;
                }
                giveUpAfterTheLast(retries, what, e);
            } catch (InterruptedException e) {
                throw interrupted(what, e);
            } catch (IOException e) {
                giveUpAfterTheLast(retries, what, e);
            }
            pause(what);
        }
    }

    private void giveUpAfterTheLast(int retries, String what, Exception failure)
            throws IOException {
        if (retries >= settings.maxRetries()) {
            throw new IOException(
                    "ZooKeeper at %s gave no answer to %s, %d times: %s"
                            .formatted(settings.quorum(), what, retries + 1, failure.getMessage()),
                    failure);
        }
    }

    private void pause(String what) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(settings.retryWait().toMillis());
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private void resolveDoubts(ZooKeeper session) throws KeeperException, InterruptedException {
        long known = doubts.get();
        if (doubtsResolved.get() < known) {
            // the path need not exist; the server catches up with the leader before it answers
            session.sync(settings.clusterPath());
            doubtsResolved.accumulateAndGet(known, Math::max);
        }
    }

    static InterruptedIOException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException failure = new InterruptedIOException("Interrupted: " + what);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            client.close();
        }
    }
}
