package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.holdfast.ha.zookeeper.ZooKeeperSettings.Access;

/** One real server, a proxy in front of it, and stores that connect through it or past it. */
final class ZooKeeperUnderTest implements AutoCloseable {

    /**
     * Long enough for what is lost here to be asked again in the same session: the client waits up
     * to two seconds before it connects again, and a busy machine adds to that.
     */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(30);

    static final String CLUSTER = "/holdfast/app-1";
    private static final int TICK_MILLIS = 100;

    /** Without it no session is granted for longer than twenty ticks. */
    private static final Map<String, Object> LONG_SESSIONS = Map.of("maxSessionTimeout", "60000");

    private final TestingServer server;
    private final FaultyProxy proxy;
    private final List<AutoCloseable> opened = new ArrayList<>();

    ZooKeeperUnderTest() throws Exception {
        server =
                new TestingServer(
                        new InstanceSpec(
                                null, -1, -1, -1, true, 1, TICK_MILLIS, 200, LONG_SESSIONS),
                        true);
        proxy = new FaultyProxy(server.getPort());
    }

    TestingServer server() {
        return server;
    }

    FaultyProxy proxy() {
        return proxy;
    }

    static ZooKeeperSettings settings(String quorum, Duration sessionTimeout) {
        return new ZooKeeperSettings(
                quorum,
                "/holdfast",
                "app-1",
                sessionTimeout,
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                50,
                Access.OPEN);
    }

    ZooKeeperCoordinationStore connect() throws IOException {
        return connect(server.getConnectString(), SESSION_TIMEOUT, SessionListener.none());
    }

    /** A session with what a cluster of this name keeps; the caller closes it. */
    ZooKeeperCoordinationStore connectTo(String cluster) throws IOException {
        ZooKeeperSettings own = settings(server.getConnectString(), SESSION_TIMEOUT);
        return new ZooKeeperCoordinationStore(
                new ZooKeeperSettings(
                        own.quorum(),
                        own.root(),
                        cluster,
                        own.sessionTimeout(),
                        own.connectionTimeout(),
                        own.retryWait(),
                        own.maxRetries(),
                        own.access()),
                SessionListener.none(),
                Clock.systemUTC());
    }

    ZooKeeperCoordinationStore connectThroughProxy() throws IOException {
        return connect(proxy.connectString(), SESSION_TIMEOUT, SessionListener.none());
    }

    ZooKeeperCoordinationStore connect(
            String quorum, Duration sessionTimeout, SessionListener listener) throws IOException {
        ZooKeeperCoordinationStore store =
                new ZooKeeperCoordinationStore(
                        settings(quorum, sessionTimeout), listener, Clock.systemUTC());
        opened.add(store);
        return store;
    }

    /** A client that is nobody's store. */
    ZooKeeper operator() throws Exception {
        ZooKeeper operator = open(0, new byte[0]);
        opened.add(operator);
        return operator;
    }

    private ZooKeeper open(long session, byte[] password) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client =
                new ZooKeeper(
                        server.getConnectString(),
                        Math.toIntExact(SESSION_TIMEOUT.toMillis()),
                        event -> {
                            if (event.getState() == KeeperState.SyncConnected) {
                                connected.countDown();
                            }
                        },
                        session,
                        password);
        assertThat(connected.await(10, TimeUnit.SECONDS)).as("connected").isTrue();
        return client;
    }

    /** Ends the session last opened through the proxy, as if it had expired on the server. */
    void expireSessionOfProxy() throws Exception {
        FaultyProxy.SessionTicket ticket = proxy.lastSession();
        open(ticket.id(), ticket.password()).close();
    }

    @Override
    public void close() throws Exception {
        proxy.mend();
        for (AutoCloseable open : opened) {
            open.close();
        }
        proxy.close();
        server.close();
    }
}
