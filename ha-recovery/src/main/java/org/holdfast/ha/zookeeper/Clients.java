package org.holdfast.ha.zookeeper;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.holdfast.ha.zookeeper.security.Authentication;

/** Makes clients of ZooKeeper as they are wanted here. */
final class Clients {

    /** Of one answer: a hundred thousands of names. Requests stay far below the servers' limit. */
    private static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;

    private Clients() {}

    /** A client that has not been started. */
    static CuratorFramework create(ZooKeeperSettings settings, Authentication authentication) {
        return CuratorFrameworkFactory.builder()
                .connectString(settings.quorum())
                .sessionTimeoutMs(Math.toIntExact(settings.sessionTimeout().toMillis()))
                .connectionTimeoutMs(Math.toIntExact(settings.connectionTimeout().toMillis()))
                // nothing goes through Curator's retries: they would repeat changes
                .retryPolicy(new RetryNTimes(0, 0))
                .ensembleTracker(false)
                .zkClientConfig(config(settings, authentication))
                .build();
    }

    private static ZKClientConfig config(
            ZooKeeperSettings settings, Authentication authentication) {
        ZKClientConfig config = new ZKClientConfig();
        authentication.configure(config);
        config.setProperty(
                ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT,
                Long.toString(settings.sessionTimeout().toMillis()));
        if (config.getProperty(ZKConfig.JUTE_MAXBUFFER) == null) {
            config.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(MAX_ANSWER_BYTES));
        }
        return config;
    }
}
