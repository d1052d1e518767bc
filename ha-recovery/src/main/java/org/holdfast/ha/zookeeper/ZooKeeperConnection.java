package org.holdfast.ha.zookeeper;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEventType;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.holdfast.ha.leader.AccessRefusedException;
import org.holdfast.ha.zookeeper.security.Authentication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's connection to ZooKeeper: session after session, kept by Curator. Reads are repeated
 * until there is an answer, for a bounded time; whoever changes something takes the {@link
 * #session} and decides himself. Thread-safe.
 */
final class ZooKeeperConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ZooKeeperConnection.class);

    private final ZooKeeperSettings settings;
    private final SessionListener listener;
    private final Authentication authentication;
    private final Answers answers;
    private final CuratorFramework client;
    private final List<Runnable> onReconnected = new CopyOnWriteArrayList<>();

    /** How often the server at the other end may have become one that lags behind. */
    private final AtomicLong doubts = new AtomicLong(1);

    private final AtomicLong doubtsResolved = new AtomicLong();
    private volatile boolean established;
    private volatile boolean closed;

    /** A request that changes nothing. */
    @FunctionalInterface
    interface Read<T> {
        T from(ZooKeeper session) throws KeeperException, InterruptedException;
    }

    /**
     * Connects, and waits for it.
     *
     * @throws AccessRefusedException if this process is not who it must be
     * @throws IOException if no server answers in time
     */
    ZooKeeperConnection(ZooKeeperSettings settings, SessionListener listener) throws IOException {
        this.settings = requireNonNull(settings, "settings");
        this.listener = requireNonNull(listener, "listener");
        authentication = Authentication.of(settings.security());
        answers = new Answers(authentication.identity());
        client = Clients.create(settings, authentication);
        FirstSession first = new FirstSession(settings, authentication);
        client.getConnectionStateListenable()
                .addListener((ignored, state) -> onStateChanged(state));
        client.getCuratorListenable()
                .addListener(
                        (ignored, event) -> {
                            if (event.getType() == CuratorEventType.WATCHED) {
                                KeeperState state = event.getWatchedEvent().getState();
                                first.onState(state);
                                onSessionState(state);
                            }
                        });
        client.start();
        try {
            first.await(client);
            established = true;
        } finally {
            if (!established) {
                client.close();
            }
        }
    }

    /**
     * ZooKeeper's event thread. A server that this client came to later did not accept who it is:
     * that session is over for the client, and Curator does not know.
     */
    private void onSessionState(KeeperState state) {
        if (state == KeeperState.AuthFailed && established && !closed) {
            doubt();
            log.error("{}", authentication.refused(settings.quorum()).getMessage());
            listener.onSessionExpired();
        }
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

    /** Explains what the servers say to this process. */
    Answers answers() {
        return answers;
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
            ZooKeeper session = client.getZookeeperClient().getZooKeeper();
            if (session.getState() == ZooKeeper.States.AUTH_FAILED) {
                // ZooKeeper's client tries no other server; the next session does
                client.getZookeeperClient().reset();
                throw new IOException(authentication.refused(settings.quorum()).getMessage());
            }
            return session;
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
