package org.holdfast.runtime.config;

import java.time.Duration;

/** The data plane of a TaskManager: where it listens, how much it buffers, how long it waits. */
public final class NetworkOptions {

    public static final ConfigOption<Integer> DATA_PORT =
            ConfigOption.integer("taskmanager.data.port")
                    .withBound(port -> port >= 0 && port <= 65535, "0 to 65535")
                    .withDefault(0)
                    .describedAs(
                            "Port at which other TaskManagers fetch records; 0 is any free one.");

    public static final ConfigOption<MemorySize> MEMORY_MAX =
            ConfigOption.memory("taskmanager.memory.network.max")
                    .withBound(size -> size.toMebiBytes() >= 1, "at least 1mb")
                    .withBound(size -> size.toMebiBytes() <= 1024 * 1024, "at most 1tb")
                    .withDefault(MemorySize.ofMebiBytes(64))
                    .describedAs(
                            "Memory for records between tasks, on the heap, in buffers of 32kb."
                                    + " Taken when needed. Every channel between two subtasks"
                                    + " needs taskmanager.network.memory.buffers-per-channel of"
                                    + " them and one more at its producer and, between processes,"
                                    + " as many at its consumer.");

    public static final ConfigOption<Integer> BUFFERS_PER_CHANNEL =
            ConfigOption.integer("taskmanager.network.memory.buffers-per-channel")
                    .withBound(count -> count >= 2 && count <= 1024, "2 to 1024")
                    .withDefault(2)
                    .describedAs(
                            "Buffers a channel must have; a task that cannot get them does not"
                                    + " start.");

    public static final ConfigOption<Integer> MAX_BUFFERS_PER_CHANNEL =
            ConfigOption.integer("taskmanager.network.memory.max-buffers-per-channel")
                    .withBound(count -> count >= 2 && count <= 1024, "2 to 1024")
                    .withDefault(10)
                    .describedAs(
                            "Buffers a channel gets when there is memory enough. More carry it"
                                    + " over longer pauses of its consumer.");

    public static final ConfigOption<MemorySize> MAX_RECORD_SIZE =
            ConfigOption.memory("taskmanager.network.max-record-size")
                    .withBound(size -> size.bytes() >= 1024, "at least 1kb")
                    .withBound(size -> size.toMebiBytes() <= 1024, "at most 1gb")
                    .withDefault(MemorySize.ofMebiBytes(16))
                    .describedAs(
                            "Largest record that may travel between tasks, serialized. A larger"
                                    + " one fails the task that puts it out.");

    public static final ConfigOption<Duration> PARTITION_REQUEST_TIMEOUT =
            ConfigOption.duration("taskmanager.network.partition-request-timeout")
                    .withBound(NetworkOptions::isPositive, "longer than 0")
                    .withDefault(Duration.ofSeconds(30))
                    .describedAs(
                            "How long a consumer waits for its producer to start, and a producer"
                                    + " that has finished for its consumer to come.");

    public static final ConfigOption<Integer> CONNECT_TIMEOUT_SECONDS =
            ConfigOption.integer("taskmanager.network.netty.client.connectTimeoutSec")
                    .withBound(seconds -> seconds >= 1 && seconds <= 3600, "1 to 3600")
                    .withDefault(120)
                    .describedAs(
                            "How long connecting to another TaskManager may take, in seconds;"
                                    + " including that it accepts the connection.");

    private NetworkOptions() {}

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
