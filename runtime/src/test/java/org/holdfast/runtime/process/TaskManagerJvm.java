package org.holdfast.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A TaskManager in a JVM of its own. Ends with the test. */
final class TaskManagerJvm implements AutoCloseable {

    private static final int STOP_SECONDS = 20;

    private static final String LOGGING =
            """
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} - %m%n
            rootLogger.level = info
            rootLogger.appenderRef.console.ref = console
            """;

    private final Process process;
    private final Path log;

    /**
     * @param directory for its configuration and output
     */
    TaskManagerJvm(Path directory, Map<String, String> settings) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("flink-conf.yaml"), "");
        Files.writeString(directory.resolve("log4j2.properties"), LOGGING);
        this.log = directory.resolve("taskmanager.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dlog.file=" + log);
        command.add("-Dlog4j2.configurationFile=" + directory.resolve("log4j2.properties"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(TaskManagerMain.class.getName());
        command.addAll(List.of("--configDir", directory.toString()));
        settings.forEach((key, value) -> command.addAll(List.of("-D", key + "=" + value)));
        this.process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /** The exit code, when it ended. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The TaskManager did not end in " + STOP_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** What it has printed and logged. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
    }
}
