package org.holdfast.runtime.config;

import java.time.Duration;

/** What a TaskManager offers, what it reports, and how its tasks run and stop. */
public final class TaskManagerOptions {

    public static final ConfigOption<Integer> SLOTS =
            ConfigOption.integer("taskmanager.numberOfTaskSlots")
                    .withBound(slots -> slots >= 1 && slots <= 1024, "1 to 1024")
                    .withDefault(1)
                    .describedAs(
                            "Slots of a TaskManager: how many subtasks of each vertex it runs at"
                                    + " most. A subtask of each of a job's vertices shares a slot.");

    public static final ConfigOption<String> RESOURCE_ID =
            ConfigOption.text("taskmanager.resource-id")
                    .describedAs(
                            "Names the TaskManager process. On YARN it is the container's id;"
                                    + " elsewhere, if not set, host and process id.");

    public static final ConfigOption<String> HOST =
            ConfigOption.text("taskmanager.host")
                    .describedAs(
                            "Name or address at which other processes reach the TaskManager; if"
                                    + " not set, the host's own name. On YARN it is the node's.");

    public static final ConfigOption<PortRange> RPC_PORT =
            ConfigOption.ports("taskmanager.rpc.port")
                    .withDefault(PortRange.of(0))
                    .describedAs(
                            "Ports of which the first free one is taken for control messages to"
                                    + " the TaskManager; 0 is any free one.");

    public static final ConfigOption<Duration> REGISTRATION_TIMEOUT =
            ConfigOption.duration("taskmanager.registration.timeout")
                    .withBound(TaskManagerOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofMinutes(5))
                    .describedAs(
                            "How long a TaskManager lives without a JobManager. Its tasks run on"
                                    + " meanwhile; then it stops them and ends. With high"
                                    + " availability, how long it looks for its first JobManager;"
                                    + " after that taskmanager.orphan-lease counts.");

    public static final ConfigOption<Duration> ORPHAN_LEASE =
            ConfigOption.duration("taskmanager.orphan-lease")
                    .withBound(TaskManagerOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofMinutes(15))
                    .describedAs(
                            "With high availability, how long a TaskManager that has lost its"
                                    + " JobManager waits to be accepted by the one that leads. Its"
                                    + " tasks run on meanwhile; then it stops them and ends. Time"
                                    + " in which its own process stood still does not count. Keep"
                                    + " it above the time in which YARN takes a node or an"
                                    + " ApplicationMaster that is silent for lost, 10 minutes"
                                    + " unless set; the client says so at submission if it is"
                                    + " not.");

    public static final ConfigOption<Duration> SHUTDOWN_TIMEOUT =
            ConfigOption.duration("taskmanager.shutdown-timeout")
                    .withBound(TaskManagerOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofSeconds(10))
                    .describedAs(
                            "How long a TaskManager that ends waits for its tasks to stop; then"
                                    + " the process ends with them.");

    public static final ConfigOption<Duration> HEARTBEAT_INTERVAL =
            ConfigOption.duration("heartbeat.interval")
                    .withBound(TaskManagerOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofSeconds(10))
                    .describedAs(
                            "How often an idle TaskManager gives a sign of life. Keep it well below"
                                    + " heartbeat.timeout.");

    public static final ConfigOption<Duration> REPORT_INTERVAL =
            ConfigOption.duration("metrics.report-interval")
                    .withBound(TaskManagerOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofSeconds(1))
                    .describedAs(
                            "How often a TaskManager that runs tasks reports their counters, which"
                                    + " is a sign of life too.");

    public static final ConfigOption<Duration> CANCELLATION_INTERVAL =
            ConfigOption.duration("task.cancellation.interval")
                    .withBound(TaskManagerOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofSeconds(30))
                    .describedAs(
                            "How often the thread of a task that was cancelled and still runs is"
                                    + " interrupted again.");

    public static final ConfigOption<Duration> CANCELLATION_TIMEOUT =
            ConfigOption.duration("task.cancellation.timeout")
                    .withBound(TaskManagerOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofMinutes(3))
                    .describedAs(
                            "A task that was cancelled and still runs after this time cannot be"
                                    + " stopped: its TaskManager process ends.");

    public static final ConfigOption<Duration> BUFFER_TIMEOUT =
            ConfigOption.duration("execution.buffer-timeout")
                    .withAlias("execution.buffer-timeout.interval")
                    .withBound(TaskManagerOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofMillis(100))
                    .describedAs(
                            "Longest time a busy task keeps records in a buffer that is not full. A"
                                    + " task that runs out of input sends them at once. A job may"
                                    + " set its own.");

    public static final ConfigOption<Boolean> STATUS_ENABLED =
            ConfigOption.bool("taskmanager.status.enabled")
                    .withDefault(true)
                    .describedAs(
                            "Whether a TaskManager serves a page about itself, which is there while"
                                    + " no JobManager is: whether it has one and until when it"
                                    + " waits, and its tasks. It can only be read. Its address is"
                                    + " in the TaskManager's log.");

    public static final ConfigOption<PortRange> STATUS_BIND_PORT =
            ConfigOption.ports("taskmanager.status.bind-port")
                    .withDefault(PortRange.of(0))
                    .describedAs(
                            "Ports of which the first free one is taken for the TaskManager's"
                                    + " status page, on taskmanager.bind-host; 0 is any free one.");

    public static final ConfigOption<String> WARM_UP_FILE =
            ConfigOption.text("taskmanager.warm-up.file")
                    .withBound(value -> !value.isBlank(), "not empty")
                    .describedAs(
                            "File on the cluster's storage that a TaskManager reads while it"
                                    + " starts, so that its first task finds the file system's"
                                    + " client ready. On YARN it is set by the ApplicationMaster.");

    private TaskManagerOptions() {}

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}
