package org.holdfast.ha.zookeeper;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.holdfast.ha.zookeeper.security.ClientSecurity;

/**
 * Where a cluster's coordination data is, how long to wait for it, and who asks for it.
 *
 * @param quorum comma-separated {@code host:port}
 * @param root absolute path shared by all clusters, such as {@code /holdfast}
 * @param clusterId one segment below the root; a leading slash is dropped
 * @param sessionTimeout asked for; the servers may grant another
 * @param connectionTimeout how long to wait for a first connection
 * @param retryWait between two tries of a read that got no answer
 * @param maxRetries of a read; changes are never repeated unread
 * @param access to every node this cluster creates
 * @param security how this process authenticates
 */
public record ZooKeeperSettings(
        String quorum,
        String root,
        String clusterId,
        Duration sessionTimeout,
        Duration connectionTimeout,
        Duration retryWait,
        int maxRetries,
        Access access,
        ClientSecurity security) {

    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}";
    private static final Pattern CLUSTER_ID = Pattern.compile(SEGMENT);
    private static final Pattern ROOT = Pattern.compile("(/" + SEGMENT + "){1,8}");
    private static final Pattern QUORUM =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+\\]):[0-9]{1,5}");
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Who may read and change what a cluster creates. */
    public enum Access {
        /** Everybody. */
        OPEN,
        /** Who created it; needs a session that is authenticated, by SASL or TLS. */
        CREATOR;

        /**
         * Reads {@code open} or {@code creator}.
         *
         * @throws IllegalArgumentException if it is neither
         */
        public static Access parse(String text) {
            String name = text.trim().toUpperCase(Locale.ROOT);
            for (Access access : values()) {
                if (access.name().equals(name)) {
                    return access;
                }
            }
            throw new IllegalArgumentException(
                    "ZooKeeper access: '" + text + "' (expected: open or creator)");
        }

        List<ACL> acl() {
            return this == OPEN ? ZooDefs.Ids.OPEN_ACL_UNSAFE : ZooDefs.Ids.CREATOR_ALL_ACL;
        }
    }

    /** Settings of a process that does not authenticate itself. */
    public ZooKeeperSettings(
            String quorum,
            String root,
            String clusterId,
            Duration sessionTimeout,
            Duration connectionTimeout,
            Duration retryWait,
            int maxRetries,
            Access access) {
        this(
                quorum,
                root,
                clusterId,
                sessionTimeout,
                connectionTimeout,
                retryWait,
                maxRetries,
                access,
                ClientSecurity.none());
    }

    public ZooKeeperSettings {
        requireNonNull(access, "access");
        requireNonNull(security, "security");
        quorum = quorum.trim().replaceAll("\\s*,\\s*", ",");
        for (String server : quorum.split(",", -1)) {
            require(
                    QUORUM.matcher(server).matches(),
                    "ZooKeeper quorum",
                    quorum,
                    "host:port,host:port; a path belongs into the root path");
        }
        require(
                ROOT.matcher(root).matches() && !(root + "/").startsWith("/zookeeper/"),
                "ZooKeeper root path",
                root,
                "/name or /name/name, of letters, digits, '.', '_', '-'; not /zookeeper, which is"
                        + " ZooKeeper's own");
        String given = clusterId;
        clusterId = clusterId.startsWith("/") ? clusterId.substring(1) : clusterId;
        require(
                CLUSTER_ID.matcher(clusterId).matches(),
                "cluster id",
                given,
                "one name of at most 128 letters, digits, '.', '_', '-', not starting with '.'");
        requireDuration("ZooKeeper session timeout", sessionTimeout);
        requireDuration("ZooKeeper connection timeout", connectionTimeout);
        requireDuration("ZooKeeper retry wait", retryWait);
        require(maxRetries >= 0, "ZooKeeper retries", maxRetries, "0 or more");
    }

    private static void requireDuration(String what, Duration value) {
        require(
                value.compareTo(Duration.ofMillis(1)) >= 0 && value.compareTo(LONGEST) <= 0,
                what,
                value.toMillis() + " ms",
                "1 ms to 1 day");
    }

    private static void require(boolean valid, String what, Object given, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(
                    what + ": '" + given + "' (expected: " + expected + ")");
        }
    }

    /** The same cluster, asked by a process that authenticates itself. */
    public ZooKeeperSettings with(ClientSecurity own) {
        return new ZooKeeperSettings(
                quorum,
                root,
                clusterId,
                sessionTimeout,
                connectionTimeout,
                retryWait,
                maxRetries,
                access,
                own);
    }

    /** Whether a name below the root may be a cluster's. */
    static boolean isClusterId(String name) {
        return CLUSTER_ID.matcher(name).matches();
    }

    /** The absolute path of everything this cluster has. */
    String clusterPath() {
        return root + "/" + clusterId;
    }
}
