package org.holdfast.ha.zookeeper.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own. It does not outlive the test. */
public final class PeerProcess implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String LOGGING =
            """
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} - %m%n
            rootLogger.level = info
            rootLogger.appenderRef.console.ref = console
            """;

    private final String name;
    private final Path log;
    private final Path started;
    private final Process process;

    /**
     * @param home its {@code HOLDFAST_HOME}, with the file in {@code conf/zoo.cfg}
     * @param jvmOptions such as {@code -Dkey=value}
     */
    public PeerProcess(Path home, String id, List<String> jvmOptions) throws IOException {
        name = "server." + id;
        Path logs = Files.createDirectories(home.resolve("log"));
        log = Files.createTempFile(logs, name + "-", ".log");
        started = home.resolve(log.getFileName() + ".started");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        Path logging = home.resolve("log4j2.properties");
        Files.writeString(logging, LOGGING);
        command.add("-Dlog4j2.configurationFile=" + logging);
        command.add("-Dholdfast.started.file=" + started);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(ZooKeeperPeerMain.class.getName());
        command.addAll(List.of(home.resolve("conf/zoo.cfg").toString(), id));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("HOLDFAST_HOME", home.toString());
        process = builder.start();
    }

    /** Ports nobody uses now. */
    public static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** Writes {@code conf/zoo.cfg}. */
    public static void configure(Path home, String... lines) throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve("conf")).resolve("zoo.cfg"),
                String.join("\n", lines));
    }

    /** Waits until it says that it runs. */
    public PeerProcess awaitStarted() {
        await(name + " runs")
                .atMost(LONGEST)
                .failFast(
                        () -> {
                            if (!process.isAlive()) {
                                throw new AssertionError(name + " ended: " + log());
                            }
                        })
                .until(() -> Files.exists(started));
        return this;
    }

    /** Waits for its end; its exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name + " has not ended within " + LONGEST);
        }
        return process.exitValue();
    }

    /** SIGKILL; waits for its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitExit();
    }

    /** What it has logged and printed. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
