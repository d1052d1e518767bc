package org.holdfast.localhadoop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The process of {@code bin/local-hadoop.sh}: serves until SIGTERM.
 *
 * <p>Arguments are {@code name=value}, written by the script; names starting with {@code property.}
 * are Hadoop properties. A start that fails ends the process with code 1 and the reason on standard
 * error.
 */
public final class LocalHadoopMain {
    private static final List<String> NAMES =
            List.of(
                    "dir",
                    "nodemanagers",
                    "memory",
                    "vcores",
                    "heartbeat",
                    "max-attempts",
                    "zookeeper-tick",
                    "hdfs-port",
                    "resourcemanager-port",
                    "web-port",
                    "zookeeper-port");

    private static final String PROPERTY = "property.";

    /** Before Hadoop's own hooks (10 and below) close the file systems. */
    private static final int HOOK_PRIORITY = 100;

    private static final int STOP_BOUND_SECONDS = 30;

    private LocalHadoopMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            LocalHadoop cluster = LocalHadoop.start(parse(arguments));
            ShutdownHookManager.get()
                    .addShutdownHook(
                            () -> stop(cluster),
                            HOOK_PRIORITY,
                            STOP_BOUND_SECONDS,
                            TimeUnit.SECONDS);
        } catch (Throwable e) {
            // Threads of half-started servers would keep this process alive for ever.
            System.err.println("local-hadoop: " + reason(e));
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        new CountDownLatch(1).await();
    }

    static LocalHadoopOptions parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 || !(NAMES.contains(name) || name.startsWith(PROPERTY))) {
                throw new IllegalArgumentException(
                        "argument '"
                                + argument
                                + "' (expected: name=value with a name of "
                                + NAMES
                                + ")");
            }
            given.put(name, argument.substring(equals + 1));
        }
        if (!given.containsKey("dir")) {
            throw new IllegalArgumentException("argument 'dir' is missing");
        }
        LocalHadoopOptions defaults = LocalHadoopOptions.in(Path.of(given.get("dir")));
        LocalHadoopOptions options =
                defaults.withNodes(
                                number(given, "nodemanagers", defaults.nodeManagers()),
                                number(given, "memory", defaults.nodeMemoryMb()),
                                number(given, "vcores", defaults.nodeVcores()))
                        .withHeartbeat(millis(given, "heartbeat", defaults.heartbeat()))
                        .withMaxAttempts(number(given, "max-attempts", defaults.maxAttempts()))
                        .withZooKeeperTick(
                                millis(given, "zookeeper-tick", defaults.zooKeeperTick()))
                        .withPorts(
                                new LocalHadoopOptions.Ports(
                                        number(given, "hdfs-port", 0),
                                        number(given, "resourcemanager-port", 0),
                                        number(given, "web-port", 0),
                                        number(given, "zookeeper-port", 0)));
        for (Map.Entry<String, String> entry : given.entrySet()) {
            if (entry.getKey().startsWith(PROPERTY)) {
                options =
                        options.withProperty(
                                entry.getKey().substring(PROPERTY.length()), entry.getValue());
            }
        }
        return options;
    }

    private static int number(Map<String, String> given, String name, int defaultValue) {
        String value = given.get(name);
        if (value == null) {
            return defaultValue;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + ": '" + value + "' (expected: a whole number)", e);
        }
    }

    private static Duration millis(Map<String, String> given, String name, Duration defaultValue) {
        return Duration.ofMillis(number(given, name, (int) defaultValue.toMillis()));
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private static void stop(LocalHadoop cluster) {
        try {
            cluster.stopContainers();
        } catch (IOException e) {
            System.err.println("local-hadoop: " + reason(e));
            e.printStackTrace();
        }
    }
}
