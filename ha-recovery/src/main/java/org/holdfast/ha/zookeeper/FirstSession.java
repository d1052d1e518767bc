package org.holdfast.ha.zookeeper;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.holdfast.ha.leader.AccessRefusedException;
import org.holdfast.ha.zookeeper.security.Authentication;

/**
 * Waits until a client has its first session, authenticated if it has to be, and says why it gets
 * none. Thread-safe.
 */
final class FirstSession {

    /** For each server, to find out why there is no session. */
    private static final int DIAGNOSIS_MILLIS = 2_000;

    private final ZooKeeperSettings settings;
    private final Authentication authentication;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean refused;

    FirstSession(ZooKeeperSettings settings, Authentication authentication) {
        this.settings = requireNonNull(settings, "settings");
        this.authentication = requireNonNull(authentication, "authentication");
    }

    /** ZooKeeper's event thread. */
    void onState(KeeperState state) {
        if (state == KeeperState.AuthFailed) {
            refused = true;
            answered.countDown();
        } else if (state == KeeperState.SaslAuthenticated) {
            answered.countDown();
        }
    }

    /**
     * Waits, for the connection timeout at most.
     *
     * @throws AccessRefusedException if the servers do not accept who this is, or TLS fails
     * @throws IOException if no server answers
     */
    void await(CuratorFramework client) throws IOException {
        int timeoutMillis = Math.toIntExact(settings.connectionTimeout().toMillis());
        try {
            boolean connected = client.blockUntilConnected(timeoutMillis, TimeUnit.MILLISECONDS);
            // a session comes first, and then the servers' answer to who this is
            boolean complete =
                    !authentication.usesSasl()
                            || (connected || refused)
                                    && answered.await(timeoutMillis, TimeUnit.MILLISECONDS);
            if (refused || (connected && !complete)) {
                throw authentication.refused(settings.quorum());
            }
            if (!connected) {
                throw noSession();
            }
        } catch (InterruptedException e) {
            throw ZooKeeperConnection.interrupted("connecting to " + settings.quorum(), e);
        }
    }

    private IOException noSession() throws IOException {
        String what =
                "ZooKeeper at %s gave no session within %d ms."
                        .formatted(settings.quorum(), settings.connectionTimeout().toMillis());
        Optional<String> tls = authentication.tlsProblem(settings.quorum(), DIAGNOSIS_MILLIS);
        return tls.isPresent()
                ? new AccessRefusedException(
                        what
                                + " "
                                + tls.get()
                                + " Check high-availability.zookeeper.client.ssl.truststore and"
                                + " .keystore, and that the port is the servers' secureClientPort.",
                        null)
                : new IOException(
                        what
                                + " Check high-availability.zookeeper.quorum, that most of its"
                                + " servers run, and that this host can reach them.");
    }
}
