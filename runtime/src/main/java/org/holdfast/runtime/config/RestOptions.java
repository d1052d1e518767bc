package org.holdfast.runtime.config;

import java.time.Duration;

/** The REST interface: the JobManager's server, and clients of it. */
public final class RestOptions {

    private static final Duration MAX_WAIT = Duration.ofHours(1);

    public static final ConfigOption<String> ADDRESS =
            ConfigOption.text("rest.address")
                    .withBound(value -> !value.isBlank(), "not empty")
                    .describedAs(
                            "Host clients reach the REST interface at, without high availability"
                                    + " and without YARN; jobmanager.rpc.address unless set.");

    public static final ConfigOption<Integer> PORT =
            ConfigOption.integer("rest.port")
                    .withDefault(8081)
                    .withBound(port -> port >= 0 && port <= 65535, "0 to 65535")
                    .describedAs(
                            "Port of the JobManager's REST interface and web pages unless"
                                    + " rest.bind-port is set. On YARN, where JobManagers share"
                                    + " hosts, any free port is taken instead.");

    public static final ConfigOption<PortRange> BIND_PORT =
            ConfigOption.ports("rest.bind-port")
                    .describedAs(
                            "Ports of which the first free one is taken for the REST interface and"
                                    + " web pages: 8081, 50100-50200, or several of those with"
                                    + " commas; 0 is any free port.");

    public static final ConfigOption<String> BIND_ADDRESS =
            ConfigOption.text("rest.bind-address")
                    .withDefault("0.0.0.0")
                    .describedAs("Address the REST interface listens on; 0.0.0.0 is all.");

    public static final ConfigOption<MemorySize> MAX_CONTENT_LENGTH =
            ConfigOption.memory("rest.server.max-content-length")
                    .withDefault(MemorySize.ofMebiBytes(100))
                    .withBound(size -> size.bytes() >= 1024, "at least 1kb")
                    .describedAs("Largest jar that may be uploaded.");

    public static final ConfigOption<Integer> SERVER_THREADS =
            ConfigOption.integer("rest.server.numThreads")
                    .withDefault(4)
                    .withBound(threads -> threads >= 2 && threads <= 256, "2 to 256")
                    .describedAs("How many requests are worked on at a time; others wait.");

    public static final ConfigOption<Duration> SERVER_TIMEOUT =
            ConfigOption.duration("web.timeout")
                    .withDefault(Duration.ofMinutes(10))
                    .withBound(RestOptions::isPositive, "more than 0, at most 1 h")
                    .describedAs(
                            "How long a request waits for the JobManager before it is answered"
                                    + " with an error.");

    public static final ConfigOption<Duration> IDLE_TIMEOUT =
            ConfigOption.duration("rest.idleness-timeout")
                    .withDefault(Duration.ofMinutes(1))
                    .withBound(RestOptions::isPositive, "more than 0, at most 1 h")
                    .describedAs(
                            "How long a connection may be without any byte moving before either"
                                    + " end gives it up.");

    public static final ConfigOption<Duration> CONNECTION_TIMEOUT =
            ConfigOption.duration("rest.connection-timeout")
                    .withDefault(Duration.ofSeconds(15))
                    .withBound(RestOptions::isPositive, "more than 0, at most 1 h")
                    .describedAs("How long a client waits for a connection to the JobManager.");

    public static final ConfigOption<Integer> RETRY_ATTEMPTS =
            ConfigOption.integer("rest.retry.max-attempts")
                    .withDefault(3)
                    .withBound(attempts -> attempts >= 0 && attempts <= 10_000, "0 to 10000")
                    .describedAs(
                            "How often a client repeats a request when the JobManager does not"
                                    + " answer, before it says so.");

    public static final ConfigOption<Duration> RETRY_DELAY =
            ConfigOption.duration("rest.retry.delay")
                    .withDefault(Duration.ofSeconds(3))
                    .withBound(RestOptions::isPositive, "more than 0, at most 1 h")
                    .describedAs(
                            "The longest pause between two tries of a client; it begins with 100"
                                    + " ms and doubles.");

    public static final ConfigOption<Duration> AWAIT_LEADER_TIMEOUT =
            ConfigOption.duration("rest.await-leader-timeout")
                    .withDefault(Duration.ofMinutes(15))
                    .withBound(RestOptions::isPositive, "more than 0, at most 1 h")
                    .describedAs(
                            "How long a client waits for a JobManager that is being started or"
                                    + " restarted, as long as YARN does not say that its application"
                                    + " has ended. Above 10 min, after which YARN gives up a"
                                    + " NodeManager it hears nothing of.");

    private RestOptions() {}

    private static boolean isPositive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(MAX_WAIT) <= 0;
    }
}
