package org.holdfast.runtime.config;

import java.time.Duration;

/** How the processes of a cluster find each other. */
public final class ClusterOptions {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Name of the cluster. */
    public static final ConfigOption<String> CLUSTER_ID =
            ConfigOption.text("internal.cluster-id")
                    .withBound(
                            value -> value.matches("[A-Za-z0-9_.-]{1,128}"),
                            "1 to 128 letters, digits, '_', '-', '.'")
                    .describedAs(
                            "Which cluster a TaskManager belongs to. On YARN it is set to the"
                                    + " application's id; unless set it is"
                                    + " high-availability.cluster-id.");

    /** Host of the JobManager. */
    public static final ConfigOption<String> JOBMANAGER_ADDRESS =
            ConfigOption.text("jobmanager.rpc.address")
                    .withBound(value -> !value.isBlank(), "not empty")
                    .describedAs(
                            "Host TaskManagers, and clients unless rest.address is set, reach the"
                                    + " JobManager at without high availability. On YARN it is set"
                                    + " by the ApplicationMaster.");

    /** Port of the JobManager. */
    public static final ConfigOption<PortRange> JOBMANAGER_PORT =
            ConfigOption.ports("jobmanager.rpc.port")
                    .withDefault(PortRange.of(6123))
                    .describedAs(
                            "Port TaskManagers reach the JobManager at. A JobManager takes the"
                                    + " first one that is free of several, or any for 0. On YARN it"
                                    + " is set by the ApplicationMaster.");

    /** Address the JobManager listens on. */
    public static final ConfigOption<String> JOBMANAGER_BIND_HOST =
            ConfigOption.text("jobmanager.bind-host")
                    .withDefault("0.0.0.0")
                    .describedAs("Local address the JobManager listens on for TaskManagers.");

    /** Address a TaskManager listens on. */
    public static final ConfigOption<String> TASKMANAGER_BIND_HOST =
            ConfigOption.text("taskmanager.bind-host")
                    .withDefault("0.0.0.0")
                    .describedAs("Local address a TaskManager listens on for the JobManager.");

    /** First pause between two tries to register. */
    public static final ConfigOption<Duration> REGISTRATION_INITIAL_TIMEOUT =
            ConfigOption.duration("cluster.registration.initial-timeout")
                    .withDefault(Duration.ofMillis(100))
                    .withBound(value -> value.compareTo(SHORTEST) >= 0, "at least 1 ms")
                    .describedAs(
                            "How long a TaskManager waits for the answer to its first try to"
                                    + " register; doubled with every try.");

    /** Longest pause between two tries to register. */
    public static final ConfigOption<Duration> REGISTRATION_MAX_TIMEOUT =
            ConfigOption.duration("cluster.registration.max-timeout")
                    .withDefault(Duration.ofSeconds(30))
                    .withBound(value -> value.compareTo(SHORTEST) >= 0, "at least 1 ms")
                    .describedAs("Longest time a TaskManager waits between two tries to register.");

    private ClusterOptions() {}
}
