package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The scripts of a standalone cluster, called in an environment of their own. Their {@code java}
 * and {@code ssh} are scripts themselves: what is tried out is what they are told, and what becomes
 * of what they start.
 */
final class Scripts implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Path distribution = Client.findDistribution();
    private final Path sandbox;
    private final Map<String, String> environment = new HashMap<>();
    private int called;

    /** What a script said. */
    record Outcome(int status, String out, String err) {

        Outcome expect(int expected) {
            assertThat(status)
                    .as("exit status, having printed:\n%s%s", out, err)
                    .isEqualTo(expected);
            return this;
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }

    /**
     * @param sandbox empty; everything is below it
     */
    Scripts(Path sandbox) throws IOException {
        this.sandbox = sandbox;
        for (String folder :
                List.of("conf", "pid", "log", "bin", "java/bin", "started", "behaviour")) {
            Files.createDirectories(sandbox.resolve(folder));
        }
        try (Stream<Path> files = Files.list(distribution.resolve("conf"))) {
            for (Path file : files.toList()) {
                Files.copy(file, configuration(file.getFileName().toString()));
            }
        }
        install("stand-in-java.sh", sandbox.resolve("java/bin/java"));
        install("stand-in-ssh.sh", sandbox.resolve("bin/ssh"));
        Files.writeString(sandbox.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
        environment.put("JAVA_HOME", sandbox.resolve("java").toString());
        environment.put(
                "REAL_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
        environment.put("PATH", sandbox.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("HOLDFAST_CONF_DIR", sandbox.resolve("conf").toString());
        environment.put("HOLDFAST_PID_DIR", sandbox.resolve("pid").toString());
        environment.put("HOLDFAST_LOG_DIR", sandbox.resolve("log").toString());
    }

    private static void install(String resource, Path file) throws IOException {
        try (InputStream in = Scripts.class.getResourceAsStream(resource)) {
            Files.copy(in, file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Uses the Java that runs the tests. */
    void withRealJava() {
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    /** Sets a variable; an empty value removes it. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    Path configuration(String file) {
        return sandbox.resolve("conf").resolve(file);
    }

    Path pidFile(String service) {
        return sandbox.resolve("pid/holdfast-%s-%s.pid".formatted(user(), service));
    }

    Path log(String service, int instance, String suffix) throws IOException {
        return sandbox.resolve(
                "log/holdfast-%s-%s-%d-%s.%s".formatted(user(), service, instance, host(), suffix));
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    /** What this machine calls itself. */
    static String host() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    }

    /** The ids of the processes of a service, the last started one at the end. */
    List<Long> pids(String service) throws IOException {
        Path file = pidFile(service);
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                : List.of();
    }

    /** What the stand-in for a process was started with. */
    List<String> startedWith(String service, int instance) throws IOException {
        return Files.readAllLines(sandbox.resolve("started/" + service + "-" + instance));
    }

    /** What the next processes of a service do instead of running on. */
    void behave(String service, List<String> behaviour) throws IOException {
        Files.write(sandbox.resolve("behaviour/" + service), behaviour);
    }

    /** Puts a script before all others of that name. */
    void putFirst(String name, String script) throws IOException {
        Path file = sandbox.resolve("bin").resolve(name);
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What ssh was told, a line for each time. */
    List<String> sshLines() throws IOException {
        return Files.readAllLines(sandbox.resolve("ssh"));
    }

    String path(String script) {
        return distribution.resolve("bin").resolve(script).toString();
    }

    /** Calls a script and waits for its end. */
    Outcome call(String script, String... words) throws IOException, InterruptedException {
        Process process = start(script, words);
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(script + " has not ended:\n" + output("out") + output("err"));
        }
        return new Outcome(process.exitValue(), output("out"), output("err"));
    }

    /** Calls a script. */
    Process start(String script, String... words) throws IOException {
        called++;
        List<String> command = new ArrayList<>(List.of(path(script)));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(sandbox.toFile());
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        builder.environment().remove("HADOOP_CONF_DIR");
        return builder.redirectOutput(outputFile("out").toFile())
                .redirectError(outputFile("err").toFile())
                .start();
    }

    private Path outputFile(String suffix) {
        return sandbox.resolve("call-" + called + "." + suffix);
    }

    /** What the last script that was called has printed so far. */
    String output(String suffix) throws IOException {
        return Files.readString(outputFile(suffix));
    }

    /** Waits until the pid file names a process that is another one. */
    long awaitAnother(String service, long before) {
        return Awaitility.await(service + " after " + before)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            List<Long> pids = pids(service);
                            return pids.size() == 1 ? pids.get(0) : before;
                        },
                        pid -> pid != before);
    }

    /** Whether this is a process of the cluster, not a script's. */
    boolean isStandIn(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> commandLine(process).split("\0", 3))
                .filter(words -> words.length == 3 && words[1].endsWith("/java/bin/java"))
                .isPresent();
    }

    static void awaitEnd(long pid) {
        Awaitility.await("the end of process " + pid)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    /** The processes whose command line names this sandbox. */
    List<ProcessHandle> processes() {
        List<ProcessHandle> processes = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(sandbox + "/"))
                .forEach(processes::add);
        return processes;
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", String.valueOf(process.pid()), "cmdline"),
                    StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends what runs. */
    @Override
    public void close() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }
}
