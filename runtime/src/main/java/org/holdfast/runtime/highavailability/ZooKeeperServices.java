package org.holdfast.runtime.highavailability;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.zookeeper.SessionListener;
import org.holdfast.ha.zookeeper.ZooKeeperCoordinationStore;
import org.holdfast.ha.zookeeper.ZooKeeperSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions with ZooKeeper. */
final class ZooKeeperServices implements HighAvailabilityServices {

    private static final Logger log = LoggerFactory.getLogger(ZooKeeperServices.class);

    private final ZooKeeperSettings settings;

    ZooKeeperServices(ZooKeeperSettings settings) {
        this.settings = requireNonNull(settings, "settings");
    }

    @Override
    public CoordinationStore openStore(Runnable onSessionEnded) throws IOException {
        return new ZooKeeperCoordinationStore(
                settings, new LoggingListener(onSessionEnded), Clock.systemUTC());
    }

    @Override
    public CoordinationReader openReader() throws IOException {
        return ZooKeeperCoordinationStore.openReadOnly(settings, SessionListener.none());
    }

    @Override
    public List<String> clusters() throws IOException {
        return ZooKeeperCoordinationStore.clusters(settings);
    }

    @Override
    public String describe() {
        return "ZooKeeper at "
                + settings.quorum()
                + ", "
                + settings.root()
                + "/"
                + settings.clusterId();
    }

    /** Tells people of every change, and the owner of the end. */
    private record LoggingListener(Runnable onSessionEnded) implements SessionListener {

        @Override
        public void onSuspended() {
            log.warn("ZooKeeper does not answer; changes wait until it does");
        }

        @Override
        public void onReconnected() {
            log.info("ZooKeeper answers again");
        }

        @Override
        public void onSessionExpired() {
            log.error("The session with ZooKeeper has expired");
            onSessionEnded.run();
        }
    }
}
