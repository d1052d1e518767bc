package org.holdfast.runtime.config;

import java.time.Duration;

/** The control plane between JobManager and TaskManagers. */
public final class AkkaOptions {

    /** Bound of one question and its answer. */
    public static final ConfigOption<Duration> ASK_TIMEOUT =
            ConfigOption.duration("akka.ask.timeout")
                    .withAlias("pekko.ask.timeout")
                    .withDefault(Duration.ofSeconds(10))
                    .withBound(value -> value.toMillis() >= 1, "at least 1 ms")
                    .describedAs(
                            "How long an answer of another process is waited for; after that the"
                                    + " question has failed.");

    /** Bound of one connection's setup. */
    public static final ConfigOption<Duration> TCP_TIMEOUT =
            ConfigOption.duration("akka.tcp.timeout")
                    .withAlias("pekko.tcp.timeout")
                    .withDefault(Duration.ofSeconds(20))
                    .withBound(value -> value.toMillis() >= 1, "at least 1 ms")
                    .describedAs("How long a connection to another process may take to be set up.");

    /** Largest message. */
    public static final ConfigOption<MemorySize> FRAMESIZE =
            ConfigOption.memory("akka.framesize")
                    .withAlias("pekko.framesize")
                    .withDefault(MemorySize.ofMebiBytes(10))
                    .withBound(
                            value -> value.bytes() >= 64 << 10 && value.bytes() <= 1 << 30,
                            "64 kb to 1 gb")
                    .describedAs(
                            "Largest message between JobManager and TaskManager. The deployment of"
                                    + " a task with very many splits or arguments may need more.");

    /** How often a watched process is asked for a sign of life. */
    public static final ConfigOption<Duration> WATCH_HEARTBEAT_INTERVAL =
            ConfigOption.duration("akka.watch.heartbeat.interval")
                    .withAlias("pekko.watch.heartbeat.interval")
                    .withDefault(Duration.ofSeconds(1))
                    .withBound(value -> value.toMillis() >= 100, "at least 100 ms")
                    .describedAs("How often DeathWatch asks a process for a sign of life.");

    /** Silence that is still forgiven. */
    public static final ConfigOption<Duration> WATCH_HEARTBEAT_PAUSE =
            ConfigOption.duration("akka.watch.heartbeat.pause")
                    .withAlias("pekko.watch.heartbeat.pause")
                    .withDefault(Duration.ofSeconds(10))
                    .withBound(value -> value.toMillis() >= 500, "at least 500 ms")
                    .describedAs(
                            "How long a process may be silent before DeathWatch takes it for dead:"
                                    + " longer than its longest garbage collection. A process that"
                                    + " ended or was killed is noticed at once, whatever this is;"
                                    + " it matters for lost machines and networks.");

    /** How sure the failure detector has to be. */
    public static final ConfigOption<Double> WATCH_THRESHOLD =
            ConfigOption.number("akka.watch.threshold")
                    .withAlias("pekko.watch.threshold")
                    .withDefault(12.0)
                    .withBound(value -> value > 0 && value <= 1000, "above 0, at most 1000")
                    .describedAs(
                            "Threshold of DeathWatch's accrual failure detector; higher means fewer"
                                    + " false alarms and later true ones.");

    /** Whether an error of the JVM ends the process. */
    public static final ConfigOption<Boolean> JVM_EXIT_ON_FATAL_ERROR =
            ConfigOption.bool("akka.jvm-exit-on-fatal-error")
                    .withAlias("pekko.jvm-exit-on-fatal-error")
                    .withDefault(true)
                    .describedAs(
                            "Whether a fatal error of the JVM, such as running out of memory, in"
                                    + " the control plane ends the process.");

    private AkkaOptions() {}
}
