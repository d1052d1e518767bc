package org.holdfast.runtime.config;

import java.time.Duration;

/** What the JobManager keeps and how long it waits when it ends. */
public final class JobManagerOptions {

    public static final ConfigOption<Integer> JOB_STORE_CAPACITY =
            ConfigOption.integer("jobstore.max-capacity")
                    .withBound(value -> value >= 1, "at least 1")
                    .withDefault(100)
                    .describedAs(
                            "How many jobs that ended can still be shown; the oldest go first.");

    public static final ConfigOption<Duration> RECONCILIATION_TIMEOUT =
            ConfigOption.duration("jobmanager.reconciliation.timeout")
                    .withBound(value -> !value.isZero(), "longer than 0")
                    .withDefault(Duration.ofSeconds(30))
                    .describedAs(
                            "How long a JobManager that takes over from another waits for the"
                                    + " TaskManagers that run a job's tasks. Those that are known"
                                    + " to have ended are not waited for. Tasks of which nothing"
                                    + " was heard by then are started over elsewhere, from the"
                                    + " latest checkpoint, with those they exchange records with;"
                                    + " all others go on.");

    public static final ConfigOption<Duration> SHUTDOWN_TIMEOUT =
            ConfigOption.duration("cluster.shutdown-timeout")
                    .withBound(value -> !value.isZero(), "longer than 0")
                    .withDefault(Duration.ofSeconds(30))
                    .describedAs(
                            "How long a cluster that is stopped waits for its jobs to be cancelled;"
                                    + " then it ends with their tasks still running.");

    private JobManagerOptions() {}
}
