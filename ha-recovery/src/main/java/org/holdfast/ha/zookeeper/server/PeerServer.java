package org.holdfast.ha.zookeeper.server;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import javax.security.sasl.SaslException;
import org.apache.zookeeper.common.ConfigException;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.apache.zookeeper.server.admin.AdminServer.AdminServerException;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * ZooKeeper's own server, alone or as one of a quorum. There is one per process: ZooKeeper keeps a
 * part of its settings in system properties.
 */
final class PeerServer {

    private final QuorumPeerConfig config;
    private final Runnable onStarted;

    /**
     * Lets ZooKeeper read the settings; nothing runs yet.
     *
     * @param onStarted called when the server has its ports and answers, or takes part in elections
     * @throws InvalidZooCfgException if ZooKeeper refuses them
     */
    PeerServer(ZooCfg cfg, PeerSettings settings, Runnable onStarted)
            throws IOException, InvalidZooCfgException {
        this.onStarted = requireNonNull(onStarted, "onStarted");
        config = new QuorumPeerConfig();
        try {
            config.parseProperties(settings.properties());
        } catch (ConfigException | IllegalArgumentException e) {
            throw cfg.refuse("is refused by ZooKeeper: " + e.getMessage());
        }
    }

    /**
     * Serves, in this thread, until the server stops by itself.
     *
     * @throws IOException if it cannot begin
     */
    void run() throws IOException {
        new DatadirCleanupManager(
                        config.getDataDir(),
                        config.getDataLogDir(),
                        config.getSnapRetainCount(),
                        config.getPurgeInterval())
                .start();
        try {
            if (config.isDistributed()) {
                new Quorum().runFromConfig(config);
            } else {
                ServerConfig alone = new ServerConfig();
                alone.readFrom(config);
                new Alone().runFromConfig(alone);
            }
        } catch (AdminServerException e) {
            throw new IOException("The admin server cannot start: " + e.getMessage(), e);
        }
    }

    private final class Alone extends ZooKeeperServerMain {
        @Override
        protected void serverStarted() {
            onStarted.run();
        }
    }

    private final class Quorum extends QuorumPeerMain {
        @Override
        protected QuorumPeer getQuorumPeer() throws SaslException {
            return new QuorumPeer() {
                @Override
                public synchronized void start() {
                    super.start();
                    onStarted.run();
                }
            };
        }
    }
}
