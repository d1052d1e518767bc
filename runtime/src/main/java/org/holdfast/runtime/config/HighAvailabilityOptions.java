package org.holdfast.runtime.config;

import java.time.Duration;

/** High availability. */
public final class HighAvailabilityOptions {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final String SSL = "high-availability.zookeeper.client.ssl.";

    /** Whether, and with what, jobs outlive their JobManager. */
    public static final ConfigOption<String> MODE =
            ConfigOption.text("high-availability")
                    .withAlias("high-availability.type")
                    .withDefault("NONE")
                    .withBound(
                            mode ->
                                    mode.equalsIgnoreCase("NONE")
                                            || mode.equalsIgnoreCase("ZOOKEEPER")
                                            || mode.matches("\\w+(\\.\\w+)+"),
                            "NONE, zookeeper, or the name of a factory class with its package")
                    .describedAs(
                            "How a JobManager's jobs outlive it. NONE: they do not. zookeeper:"
                                    + " pointers to what is in high-availability.storageDir are in"
                                    + " ZooKeeper. Else the fully qualified name of a class that"
                                    + " implements HighAvailabilityServicesFactory.");

    /** Names the cluster. */
    public static final ConfigOption<String> CLUSTER_ID =
            ConfigOption.text("high-availability.cluster-id")
                    .withBound(
                            id -> id.matches("/?[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}"),
                            "1 to 128 letters, digits, '_', '-', '.', a '/' before them if you"
                                    + " like")
                    .describedAs(
                            "Names the cluster among others that share its storage. Unless set, on"
                                    + " YARN the application id, elsewhere default.");

    /** Port of a JobManager that others stand by for. */
    public static final ConfigOption<PortRange> JOBMANAGER_PORT =
            ConfigOption.ports("high-availability.jobmanager.port")
                    .withDefault(PortRange.of(0))
                    .describedAs(
                            "Ports of which the first free one is taken for TaskManagers to reach"
                                    + " a JobManager at, with high availability and without YARN:"
                                    + " 50010, 50000-50025, or several of those with commas; 0 is"
                                    + " any free one.");

    /** Where metadata is. */
    public static final ConfigOption<String> STORAGE_DIR =
            ConfigOption.text("high-availability.storageDir")
                    .withBound(value -> !value.isBlank(), "a directory, such as hdfs:///flink/ha")
                    .describedAs(
                            "Directory that all processes of a cluster see, such as"
                                    + " hdfs:///flink/recovery: a JobManager's metadata is kept in"
                                    + " a folder of it named after the cluster. Required with high"
                                    + " availability.");

    /** The servers. */
    public static final ConfigOption<String> ZOOKEEPER_QUORUM =
            ConfigOption.text("high-availability.zookeeper.quorum")
                    .withAlias("zookeeper.quorum")
                    .withBound(value -> !value.isBlank(), "host:port,host:port")
                    .describedAs(
                            "The ZooKeeper servers as host:port,host:port. Required for zookeeper.");

    /** Node above all clusters. */
    public static final ConfigOption<String> ZOOKEEPER_ROOT =
            ConfigOption.text("high-availability.zookeeper.path.root")
                    .withDefault("/flink")
                    .withBound(
                            value -> value.matches("(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,8}"),
                            "an absolute path, such as /flink")
                    .describedAs("ZooKeeper node below which every cluster has a node of its own.");

    /** Session. */
    public static final ConfigOption<Duration> ZOOKEEPER_SESSION_TIMEOUT =
            duration("high-availability.zookeeper.client.session-timeout", Duration.ofSeconds(60))
                    .describedAs(
                            "How long ZooKeeper may hear nothing of a process before its session,"
                                    + " and its leadership, end. The servers may grant another. On"
                                    + " YARN the next ApplicationMaster does not wait for it.");

    /** First connection. */
    public static final ConfigOption<Duration> ZOOKEEPER_CONNECTION_TIMEOUT =
            duration(
                            "high-availability.zookeeper.client.connection-timeout",
                            Duration.ofSeconds(15))
                    .describedAs("How long one try to reach ZooKeeper may take.");

    /** Between tries. */
    public static final ConfigOption<Duration> ZOOKEEPER_RETRY_WAIT =
            duration("high-availability.zookeeper.client.retry-wait", Duration.ofSeconds(5))
                    .describedAs("Pause between two tries to read from ZooKeeper.");

    /** How many tries. */
    public static final ConfigOption<Integer> ZOOKEEPER_MAX_RETRIES =
            ConfigOption.integer("high-availability.zookeeper.client.max-retry-attempts")
                    .withDefault(3)
                    .withBound(value -> value >= 0 && value <= 1000, "0 to 1000")
                    .describedAs("How often reading from ZooKeeper is tried again.");

    /** Who may read and change. */
    public static final ConfigOption<String> ZOOKEEPER_ACL =
            ConfigOption.text("high-availability.zookeeper.client.acl")
                    .withDefault("open")
                    .withBound(
                            value ->
                                    value.equalsIgnoreCase("open")
                                            || value.equalsIgnoreCase("creator"),
                            "open or creator")
                    .describedAs(
                            "Who may read and change the cluster's nodes in ZooKeeper: everybody"
                                    + " (open), or who is authenticated as their creator.");

    /** Encrypted. */
    public static final ConfigOption<Boolean> ZOOKEEPER_SSL_ENABLED =
            ConfigOption.bool(SSL + "enabled")
                    .withDefault(false)
                    .describedAs(
                            "Whether to speak TLS with ZooKeeper, whose quorum then names the"
                                    + " servers' ports for that.");

    /** The client's keys. */
    public static final ConfigOption<String> ZOOKEEPER_SSL_KEYSTORE =
            store("keystore")
                    .describedAs(
                            "File with the certificate and key a process shows to ZooKeeper, on"
                                    + " every host: .jks, .p12 or .pem. Servers ask for it unless"
                                    + " told not to.");

    /** Of the keys. */
    public static final ConfigOption<String> ZOOKEEPER_SSL_KEYSTORE_PASSWORD =
            ConfigOption.text(SSL + "keystore-password")
                    .describedAs("Password of that file and of the key in it.");

    /** Who is believed. */
    public static final ConfigOption<String> ZOOKEEPER_SSL_TRUSTSTORE =
            store("truststore")
                    .describedAs(
                            "File with the certificates that vouch for the ZooKeeper servers;"
                                    + " Java's own unless set.");

    /** Of the certificates. */
    public static final ConfigOption<String> ZOOKEEPER_SSL_TRUSTSTORE_PASSWORD =
            ConfigOption.text(SSL + "truststore-password").describedAs("Password of that file.");

    /** Names in certificates. */
    public static final ConfigOption<Boolean> ZOOKEEPER_SSL_VERIFY_HOSTNAME =
            ConfigOption.bool(SSL + "verify-hostname")
                    .withDefault(true)
                    .describedAs(
                            "Whether a ZooKeeper server's certificate must name the host it is"
                                    + " reached by.");

    /** How long a JobManager waits for what it depends on. */
    public static final ConfigOption<Duration> DEPENDENCY_TIMEOUT =
            duration("high-availability.dependency-timeout", Duration.ofHours(1))
                    .describedAs(
                            "How long a JobManager that starts waits for ZooKeeper and for the"
                                    + " storage directory, and says so, before it gives up.");

    private HighAvailabilityOptions() {}

    private static ConfigOption<String> store(String name) {
        return ConfigOption.text(SSL + name)
                .withBound(
                        value -> value.matches("/.*\\.(jks|p12|pfx|pem|bcfks)"),
                        "an absolute path that ends with .jks, .p12 or .pem");
    }

    private static ConfigOption<Duration> duration(String key, Duration byDefault) {
        return ConfigOption.duration(key)
                .withDefault(byDefault)
                .withBound(value -> value.compareTo(SHORTEST) >= 0, "at least 1 ms");
    }
}
