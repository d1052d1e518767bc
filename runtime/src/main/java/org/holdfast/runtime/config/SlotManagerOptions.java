package org.holdfast.runtime.config;

import java.time.Duration;

/** How many TaskManagers there are, and how long they and their slots are waited for. */
public final class SlotManagerOptions {

    public static final ConfigOption<Integer> MINIMUM_TASK_MANAGERS =
            ConfigOption.integer("cluster.minimum-taskmanagers")
                    .withBound(value -> value >= 0, "at least 0")
                    .withDefault(0)
                    .describedAs(
                            "TaskManagers that are started with the cluster and kept when idle; the"
                                    + " -n of yarn-session.sh.");

    public static final ConfigOption<Integer> REDUNDANT_TASK_MANAGERS =
            ConfigOption.integer("slotmanager.redundant-taskmanager-num")
                    .withBound(value -> value >= 0, "at least 0")
                    .withDefault(0)
                    .describedAs(
                            "TaskManagers to spare that are kept while jobs run, so that tasks of a"
                                    + " TaskManager that is lost need not wait for another.");

    public static final ConfigOption<Integer> MAX_SLOTS =
            ConfigOption.integer("slotmanager.number-of-slots.max")
                    .withBound(value -> value >= 1, "at least 1")
                    .withDefault(Integer.MAX_VALUE)
                    .describedAs(
                            "Most slots the cluster asks for; a TaskManager that would exceed them"
                                    + " is not requested.");

    public static final ConfigOption<Duration> TASK_MANAGER_IDLE_TIMEOUT =
            ConfigOption.duration("resourcemanager.taskmanager-timeout")
                    .withBound(value -> !value.isZero(), "longer than 0")
                    .withDefault(Duration.ofSeconds(30))
                    .describedAs("A TaskManager that no job needs is released after this time.");

    public static final ConfigOption<Duration> SLOT_REQUEST_TIMEOUT =
            ConfigOption.duration("slot.request.timeout")
                    .withBound(value -> !value.isZero(), "longer than 0")
                    .withDefault(Duration.ofMinutes(5))
                    .describedAs("How long a job waits for its slots before that is a failure.");

    public static final ConfigOption<Duration> HEARTBEAT_TIMEOUT =
            ConfigOption.duration("heartbeat.timeout")
                    .withBound(value -> !value.isZero(), "longer than 0")
                    .withDefault(Duration.ofSeconds(50))
                    .describedAs(
                            "A TaskManager not heard of for this long is lost, even if its process"
                                    + " and its connection seem alive. Keep it well above"
                                    + " heartbeat.interval.");

    private SlotManagerOptions() {}
}
