package org.holdfast.localhadoop;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How large the local Hadoop is and where it lives.
 *
 * @param directory the one folder below which everything lies; its contents are replaced at each
 *     start
 * @param nodeManagers number of NodeManagers, at least 1
 * @param nodeMemoryMb memory each NodeManager offers to containers, in MiB; it is promised, not
 *     reserved
 * @param nodeVcores virtual cores each NodeManager offers
 * @param heartbeat interval at which NodeManagers report, which bounds how fast containers are
 *     granted
 * @param maxAttempts YARN's own upper bound on attempts of an ApplicationMaster
 * @param zooKeeperTick ZooKeeper's tick: a session lasts at least 2 and at most 20 of them
 * @param ports where clients connect
 * @param properties Hadoop properties set last, over everything else
 */
public record LocalHadoopOptions(
        Path directory,
        int nodeManagers,
        int nodeMemoryMb,
        int nodeVcores,
        Duration heartbeat,
        int maxAttempts,
        Duration zooKeeperTick,
        Ports ports,
        Map<String, String> properties) {

    /** Smallest container YARN grants, in MiB; requests are rounded up to a multiple. */
    static final int MIN_ALLOCATION_MB = 64;

    /** Ports on the loopback interface; 0 leaves the choice to the system. */
    public record Ports(int hdfs, int resourceManager, int web, int zooKeeper) {
        public static final Ports EPHEMERAL = new Ports(0, 0, 0, 0);

        public Ports {
            checkPort("HDFS port", hdfs);
            checkPort("ResourceManager port", resourceManager);
            checkPort("ResourceManager web port", web);
            checkPort("ZooKeeper port", zooKeeper);
        }

        private static void checkPort(String name, int port) {
            check(port >= 0 && port <= 65535, name, port, "0 to 65535");
        }
    }

    public LocalHadoopOptions {
        directory = directory.toAbsolutePath().normalize();
        check(nodeManagers >= 1 && nodeManagers <= 64, "NodeManagers", nodeManagers, "1 to 64");
        check(
                nodeMemoryMb >= MIN_ALLOCATION_MB,
                "memory per NodeManager",
                nodeMemoryMb,
                ">= 64 MiB");
        check(nodeVcores >= 1, "vcores per NodeManager", nodeVcores, ">= 1");
        check(heartbeat.toMillis() >= 10, "heartbeat", heartbeat, ">= 10 ms");
        check(maxAttempts >= 1, "maximum attempts", maxAttempts, ">= 1");
        check(zooKeeperTick.toMillis() >= 10, "ZooKeeper tick", zooKeeperTick, ">= 10 ms");
        requireNonNull(ports, "ports");
        properties = Map.copyOf(properties);
    }

    /** An ample cluster with YARN's default heartbeat. */
    public static LocalHadoopOptions in(Path directory) {
        return new LocalHadoopOptions(
                directory,
                2,
                8192,
                16,
                Duration.ofSeconds(1),
                4,
                Duration.ofSeconds(2),
                Ports.EPHEMERAL,
                Map.of());
    }

    public LocalHadoopOptions withNodes(int number, int memoryMb, int vcores) {
        return new LocalHadoopOptions(
                directory,
                number,
                memoryMb,
                vcores,
                heartbeat,
                maxAttempts,
                zooKeeperTick,
                ports,
                properties);
    }

    public LocalHadoopOptions withHeartbeat(Duration interval) {
        return new LocalHadoopOptions(
                directory,
                nodeManagers,
                nodeMemoryMb,
                nodeVcores,
                interval,
                maxAttempts,
                zooKeeperTick,
                ports,
                properties);
    }

    public LocalHadoopOptions withMaxAttempts(int attempts) {
        return new LocalHadoopOptions(
                directory,
                nodeManagers,
                nodeMemoryMb,
                nodeVcores,
                heartbeat,
                attempts,
                zooKeeperTick,
                ports,
                properties);
    }

    public LocalHadoopOptions withZooKeeperTick(Duration tick) {
        return new LocalHadoopOptions(
                directory,
                nodeManagers,
                nodeMemoryMb,
                nodeVcores,
                heartbeat,
                maxAttempts,
                tick,
                ports,
                properties);
    }

    public LocalHadoopOptions withPorts(Ports fixed) {
        return new LocalHadoopOptions(
                directory,
                nodeManagers,
                nodeMemoryMb,
                nodeVcores,
                heartbeat,
                maxAttempts,
                zooKeeperTick,
                fixed,
                properties);
    }

    /** Sets any Hadoop property, for clients and servers alike. */
    public LocalHadoopOptions withProperty(String key, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(key, value);
        return new LocalHadoopOptions(
                directory,
                nodeManagers,
                nodeMemoryMb,
                nodeVcores,
                heartbeat,
                maxAttempts,
                zooKeeperTick,
                ports,
                more);
    }

    /**
     * A ResourceManager that is started again knows its applications, and finds their containers
     * running.
     *
     * @param nodeManagersPort where it listens to NodeManagers; a free one, not 0: they have to
     *     find it again
     */
    public LocalHadoopOptions withResourceManagerRecovery(int nodeManagersPort) {
        return withProperty("yarn.resourcemanager.recovery.enabled", "true")
                .withProperty(
                        "yarn.resourcemanager.store.class",
                        "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore")
                .withProperty(
                        "yarn.resourcemanager.fs.state-store.uri",
                        directory.resolve("yarn/resourcemanager").toUri().toString())
                // how long it waits for its NodeManagers before it starts anything new
                .withProperty(
                        "yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms", "1000")
                // otherwise they call an object of the first ResourceManager, for ever
                .withProperty("yarn.minicluster.use-rpc", "true")
                .withProperty(
                        "yarn.resourcemanager.resource-tracker.address",
                        "localhost:" + nodeManagersPort)
                .withProperty("yarn.nodemanager.resourcemanager.connect.retry-interval.ms", "500");
    }

    private static void check(boolean valid, String name, Object value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
