package org.holdfast.localhadoop;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** What the servers of a local Hadoop are configured with. */
final class ClusterConfiguration {
    private static final String LOOPBACK = "localhost";
    private static final String SCHEDULER = "yarn.scheduler.capacity.";

    private ClusterConfiguration() {}

    static Configuration of(LocalHadoopOptions options, LocalHadoopFolder folder) {
        // Only Hadoop's own defaults: whatever HADOOP_CONF_DIR the caller has must not leak in.
        HdfsConfiguration.init();
        Configuration conf = new Configuration(false);
        conf.addResource("core-default.xml");
        conf.addResource("hdfs-default.xml");
        conf.addResource("yarn-default.xml");
        conf.set("hadoop.tmp.dir", folder.root().resolve("tmp").toString());
        // The web servers sign their cookies with a secret of this run, not with one in the home
        // directory.
        conf.set("hadoop.http.authentication.signature.secret.file", "");
        configureHdfs(conf);
        configureResourceManager(conf, options);
        configureScheduler(conf, options);
        configureNodeManagers(conf, options, folder.configuration());
        options.properties().forEach(conf::set);
        return conf;
    }

    private static void configureHdfs(Configuration conf) {
        conf.setInt("dfs.replication", 1);
        conf.setInt("dfs.namenode.replication.min", 1);
        // A nearly full disk must not turn the only DataNode away.
        conf.setLong("dfs.datanode.du.reserved", 0);
        conf.setLong("dfs.namenode.resource.du.reserved", 0);
    }

    private static void configureResourceManager(Configuration conf, LocalHadoopOptions options) {
        LocalHadoopOptions.Ports ports = options.ports();
        conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_FIXED_PORTS, true);
        conf.set(YarnConfiguration.RM_HOSTNAME, LOOPBACK);
        conf.set(YarnConfiguration.RM_ADDRESS, address(ports.resourceManager()));
        conf.set(YarnConfiguration.RM_SCHEDULER_ADDRESS, address(0));
        conf.set(YarnConfiguration.RM_RESOURCE_TRACKER_ADDRESS, address(0));
        conf.set(YarnConfiguration.RM_ADMIN_ADDRESS, address(0));
        conf.set(YarnConfiguration.RM_WEBAPP_ADDRESS, address(ports.web()));
        conf.setLong(YarnConfiguration.RM_NM_HEARTBEAT_INTERVAL_MS, options.heartbeat().toMillis());
        conf.setInt(YarnConfiguration.RM_AM_MAX_ATTEMPTS, options.maxAttempts());
        conf.setInt(YarnConfiguration.GLOBAL_RM_AM_MAX_ATTEMPTS, options.maxAttempts());
    }

    private static void configureScheduler(Configuration conf, LocalHadoopOptions options) {
        conf.set(
                YarnConfiguration.RM_SCHEDULER,
                "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler");
        conf.set(SCHEDULER + "root.queues", "default");
        conf.set(SCHEDULER + "root.default.capacity", "100");
        conf.set(SCHEDULER + "maximum-am-resource-percent", "1.0");
        // The default calculator looks at memory alone and grants vcores without counting them.
        conf.set(
                SCHEDULER + "resource-calculator",
                "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator");
        conf.setInt(
                YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB,
                LocalHadoopOptions.MIN_ALLOCATION_MB);
        conf.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB, options.nodeMemoryMb());
        conf.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_VCORES, options.nodeVcores());
    }

    private static void configureNodeManagers(
            Configuration conf, LocalHadoopOptions options, Path configurationDirectory) {
        conf.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, options.nodeMemoryMb());
        conf.setInt(YarnConfiguration.NM_PMEM_MB, options.nodeMemoryMb());
        conf.setInt(YarnConfiguration.NM_VCORES, options.nodeVcores());
        // How long a NodeManager that stops waits for containers, which are dead by then.
        conf.setLong(YarnConfiguration.NM_PROCESS_KILL_WAIT_MS, 1000);
        conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, false);
        conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
        // A nearly full disk must not make the nodes unhealthy: everything would wait without a
        // word.
        conf.set(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, "99.9");
        conf.setLong(YarnConfiguration.NM_MIN_PER_DISK_FREE_SPACE_MB, 0);
        // Containers find this cluster and this Java whatever the environment of this JVM is.
        conf.set(
                YarnConfiguration.NM_ADMIN_USER_ENV,
                "MALLOC_ARENA_MAX=4,HADOOP_CONF_DIR="
                        + configurationDirectory
                        + ",JAVA_HOME="
                        + System.getProperty("java.home"));
    }

    private static String address(int port) {
        return LOOPBACK + ":" + port;
    }
}
