package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.holdfast.client.deploy.DeploymentException.Kind;

/**
 * Hadoop as {@code HADOOP_CONF_DIR} describes it. Hadoop's own defaults wait for a quarter of an
 * hour, or for ever, for a server that is down; here they are cut to {@code connectTimeout}.
 */
final class HadoopEnvironment {

    private static final List<String> FILES =
            List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml");

    // A server that refuses is tried again so often until the timeout.
    private static final int TRIES = 4;

    private final Path directory;
    private final Duration connectTimeout;

    private HadoopEnvironment(Path directory, Duration connectTimeout) {
        this.directory = requireNonNull(directory, "directory");
        this.connectTimeout = requireNonNull(connectTimeout, "connectTimeout");
    }

    /**
     * Finds the configuration.
     *
     * @param environment variables of this process
     * @param connectTimeout how long to try to reach a server
     */
    static HadoopEnvironment find(Map<String, String> environment, Duration connectTimeout)
            throws DeploymentException {
        String value = environment.getOrDefault("HADOOP_CONF_DIR", "");
        if (value.isBlank()) {
            throw new DeploymentException(
                    Kind.INVALID,
                    "HADOOP_CONF_DIR is not set. Set it to the folder of the cluster's"
                            + " core-site.xml and yarn-site.xml; for the local Hadoop:"
                            + " eval \"$(bin/local-hadoop.sh env)\".");
        }
        Path directory = Path.of(value);
        if (!Files.isRegularFile(directory.resolve("yarn-site.xml"))) {
            throw new DeploymentException(
                    Kind.INVALID,
                    "HADOOP_CONF_DIR is '"
                            + value
                            + "', which has no yarn-site.xml. Set it to the folder of the"
                            + " cluster's core-site.xml and yarn-site.xml.");
        }
        return new HadoopEnvironment(directory, connectTimeout);
    }

    Path directory() {
        return directory;
    }

    /** The files containers get a copy of. */
    List<Path> files() {
        return FILES.stream().map(directory::resolve).filter(Files::isRegularFile).toList();
    }

    /** For file systems. */
    Configuration forFiles() {
        Configuration hadoop = load();
        int pause = pauseMillis();
        hadoop.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_KEY, TRIES);
        hadoop.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_RETRY_INTERVAL_KEY, pause);
        return hadoop;
    }

    /** For the ResourceManager. */
    Configuration forResourceManager() {
        Configuration hadoop = load();
        // its proxy tries again by itself
        hadoop.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_KEY, 0);
        hadoop.setLong(
                YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, connectTimeout.toMillis());
        hadoop.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, pauseMillis());
        hadoop.setLong(
                YarnConfiguration.YARN_CLIENT_APPLICATION_CLIENT_PROTOCOL_POLL_INTERVAL_MS, 50);
        hadoop.setLong(
                YarnConfiguration.YARN_CLIENT_APPLICATION_CLIENT_PROTOCOL_POLL_TIMEOUT_MS,
                patience().toMillis());
        return hadoop;
    }

    private Configuration load() {
        // makes the defaults of HDFS known
        HdfsConfiguration.init();
        Configuration hadoop = new YarnConfiguration();
        for (Path file : files()) {
            hadoop.addResource(new org.apache.hadoop.fs.Path(file.toUri()));
        }
        hadoop.setInt(CommonConfigurationKeys.IPC_CLIENT_CONNECT_TIMEOUT_KEY, pauseMillis());
        hadoop.setInt(
                CommonConfigurationKeys.IPC_CLIENT_CONNECT_MAX_RETRIES_ON_SOCKET_TIMEOUTS_KEY, 0);
        hadoop.setInt(
                CommonConfigurationKeys.IPC_CLIENT_RPC_TIMEOUT_KEY,
                Math.toIntExact(patience().toMillis()));
        return hadoop;
    }

    /** How long a server that was reached may take for an answer. */
    private Duration patience() {
        return connectTimeout.multipliedBy(3);
    }

    private int pauseMillis() {
        return Math.toIntExact(connectTimeout.toMillis() / TRIES);
    }
}
