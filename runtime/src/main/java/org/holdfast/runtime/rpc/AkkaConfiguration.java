package org.holdfast.runtime.rpc;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Akka is told. Nothing is read from files or system properties but Akka's own defaults, so a
 * stray {@code application.conf} in a job's jar changes nothing.
 */
final class AkkaConfiguration {

    /**
     * Largest frame on the wire. Akka keeps whole buffers of this size per stream, so it is small;
     * larger messages travel in parts.
     */
    static final int FRAME_BYTES = 128 << 10;

    private final Map<String, Object> values = new HashMap<>();

    private AkkaConfiguration(boolean exitOnFatalError) {
        values.put("akka.loggers", List.of("akka.event.slf4j.Slf4jLogger"));
        values.put("akka.logging-filter", "akka.event.slf4j.Slf4jLoggingFilter");
        values.put("akka.loglevel", "INFO");
        values.put("akka.stdout-loglevel", "WARNING");
        values.put("akka.log-dead-letters", "off");
        values.put("akka.jvm-exit-on-fatal-error", exitOnFatalError);
        // The process closes what it opened, in its own order.
        values.put("akka.jvm-shutdown-hooks", "off");
        values.put("akka.coordinated-shutdown.run-by-jvm-shutdown-hook", "off");
        values.put("akka.coordinated-shutdown.run-by-actor-system-terminate", "off");
        values.put("akka.coordinated-shutdown.terminate-actor-system", "off");
        values.put("akka.java-flight-recorder.enabled", "off");
        values.put("akka.actor.allow-java-serialization", "off");
        values.put("akka.actor.warn-about-java-serializer-usage", "on");
        threads("akka.actor.default-dispatcher", 2);
        threads("akka.actor.internal-dispatcher", 2);
    }

    private void threads(String dispatcher, int count) {
        values.put(dispatcher + ".executor", "fork-join-executor");
        values.put(dispatcher + ".fork-join-executor.parallelism-min", count);
        values.put(dispatcher + ".fork-join-executor.parallelism-max", count);
    }

    /** For actors that talk to nobody outside this process. */
    static Config local(boolean exitOnFatalError) {
        return new AkkaConfiguration(exitOnFatalError).build();
    }

    /**
     * For actors that talk to other processes over Artery TCP.
     *
     * @param host others reach this process at
     * @param bindHost local address to listen on
     * @param port to listen on; 0 for any
     */
    static Config remote(RpcSettings settings, String host, String bindHost, int port) {
        AkkaConfiguration akka = new AkkaConfiguration(settings.exitOnFatalError());
        akka.artery(settings, host, bindHost, port);
        akka.deathWatch(settings);
        akka.threads("akka.remote.default-remote-dispatcher", 2);
        return akka.build();
    }

    private void artery(RpcSettings settings, String host, String bindHost, int port) {
        values.put("akka.actor.provider", "remote");
        values.put("akka.actor.serializers.holdfast", EnvelopeSerializer.class.getName());
        values.put(
                "akka.actor.serialization-bindings.\"" + Envelope.class.getName() + "\"",
                "holdfast");
        // No other process may create actors here.
        values.put("akka.remote.deployment.enable-allow-list", "on");
        values.put("akka.remote.warn-about-direct-use", "off");
        String artery = "akka.remote.artery.";
        values.put(artery + "transport", "tcp");
        values.put(artery + "canonical.hostname", host);
        values.put(artery + "canonical.port", port);
        values.put(artery + "bind.hostname", bindHost);
        String advanced = artery + "advanced.";
        values.put(advanced + "maximum-frame-size", FRAME_BYTES + " B");
        values.put(advanced + "buffer-pool-size", 16);
        values.put(advanced + "inbound-lanes", 1);
        values.put(advanced + "outbound-lanes", 1);
        // A link that overflows is broken and built anew; this is room for thousands of tasks.
        values.put(advanced + "outbound-message-queue-size", 16384);
        // The first try to reach a JobManager that just starts fails; the next one should not be
        // late.
        values.put(advanced + "outbound-restart-backoff", "200 ms");
        values.put(advanced + "tcp.connection-timeout", settings.connectTimeout());
    }

    private void deathWatch(RpcSettings settings) {
        // DeathWatch over Artery, without Akka's cluster: the two ends are named in configuration.
        values.put("akka.remote.use-unsafe-remote-features-outside-cluster", "on");
        values.put("akka.remote.warn-unsafe-watch-outside-cluster", "off");
        String detector = "akka.remote.watch-failure-detector.";
        values.put(detector + "heartbeat-interval", settings.watchInterval());
        values.put(detector + "unreachable-nodes-reaper-interval", settings.watchInterval());
        values.put(detector + "expected-response-after", settings.watchInterval());
        values.put(detector + "acceptable-heartbeat-pause", settings.watchPause());
        values.put(detector + "threshold", settings.watchThreshold());
    }

    private Config build() {
        values.replaceAll((key, value) -> value instanceof Duration time ? millis(time) : value);
        return ConfigFactory.parseMap(values)
                .withFallback(
                        ConfigFactory.defaultReference(AkkaConfiguration.class.getClassLoader()))
                .resolve();
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }
}
