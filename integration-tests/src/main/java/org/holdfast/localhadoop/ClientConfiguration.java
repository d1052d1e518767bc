package org.holdfast.localhadoop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** The three files of a {@code HADOOP_CONF_DIR}: what a client must know of the running servers. */
final class ClientConfiguration {
    private static final List<String> CORE =
            List.of(CommonConfigurationKeysPublic.FS_DEFAULT_NAME_KEY);

    private static final List<String> HDFS =
            List.of("dfs.replication", "dfs.namenode.http-address");

    private static final List<String> YARN =
            List.of(
                    YarnConfiguration.RM_HOSTNAME,
                    YarnConfiguration.RM_ADDRESS,
                    YarnConfiguration.RM_SCHEDULER_ADDRESS,
                    YarnConfiguration.RM_RESOURCE_TRACKER_ADDRESS,
                    YarnConfiguration.RM_ADMIN_ADDRESS,
                    YarnConfiguration.RM_WEBAPP_ADDRESS,
                    YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB,
                    YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB,
                    YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_VCORES,
                    YarnConfiguration.RM_AM_MAX_ATTEMPTS,
                    YarnConfiguration.GLOBAL_RM_AM_MAX_ATTEMPTS,
                    YarnConfiguration.RM_NM_HEARTBEAT_INTERVAL_MS);

    private ClientConfiguration() {}

    /**
     * Writes the files.
     *
     * @param running the configuration of the running servers, with the ports they got
     * @param properties go into {@code yarn-site.xml}, which every YARN client reads last
     */
    static void write(Path directory, Configuration running, Map<String, String> properties)
            throws IOException {
        Files.createDirectories(directory);
        writeSite(directory.resolve("core-site.xml"), running, CORE, Map.of());
        writeSite(directory.resolve("hdfs-site.xml"), running, HDFS, Map.of());
        writeSite(directory.resolve("yarn-site.xml"), running, YARN, properties);
    }

    /** Reads what {@link #write} wrote, as a client of its own process would. */
    static Configuration read(Path directory) {
        Configuration conf = new YarnConfiguration();
        for (String site : List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml")) {
            conf.addResource(new org.apache.hadoop.fs.Path(directory.resolve(site).toUri()));
        }
        return conf;
    }

    private static void writeSite(
            Path file, Configuration running, List<String> keys, Map<String, String> properties)
            throws IOException {
        Configuration site = new Configuration(false);
        for (String key : keys) {
            String value = running.get(key);
            if (value == null) {
                throw new IOException("The running local Hadoop does not say its " + key);
            }
            site.set(key, value);
        }
        properties.forEach(site::set);
        try (OutputStream out = Files.newOutputStream(file)) {
            site.writeXml(out);
        }
    }
}
