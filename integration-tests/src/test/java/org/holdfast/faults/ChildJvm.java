package org.holdfast.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that was started from this one, with the same class path and a folder of its own.
 * It does not outlive this process. Not thread-safe.
 */
public final class ChildJvm implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 10;

    private final Path folder;
    private final Process process;
    private final BufferedReader answers;
    private final Thread hook;

    /**
     * @param folder its working directory; logs are there
     */
    public ChildJvm(Path folder, Class<?> main, List<String> arguments) throws IOException {
        this.folder = Files.createDirectories(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + folder.toAbsolutePath());
        command.addAll(List.of("-cp", absoluteClassPath(), main.getName()));
        command.addAll(arguments);
        process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("stderr").toFile())
                        .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        hook = new Thread(process::destroyForcibly, "end " + folder.getFileName());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Its working directory is another one. */
    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            boolean all = entry.endsWith("/*");
            Path path = Path.of(all ? entry.substring(0, entry.length() - 2) : entry);
            entries.add(path.toAbsolutePath() + (all ? "/*" : ""));
        }
        return String.join(":", entries);
    }

    /** Sends a line, and waits for that answer. */
    void tell(String command, String answer) {
        tell(command);
        await(answer);
    }

    /** Sends a line. */
    void tell(String command) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).append(command).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(this + " does not listen", e);
        }
    }

    /** Waits until it says so. */
    public void await(String answer) {
        try {
            String line = answers.readLine();
            while (line != null && !line.equals(answer)) {
                line = answers.readLine();
            }
            if (line == null) {
                throw new IllegalStateException(this + " ended before it said " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGKILL, and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(LONGEST);
    }

    /** Sends SIGCONT. */
    void goOn() {
        try {
            new ProcessBuilder("kill", "-CONT", Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for its end; its exit code. */
    int awaitExit(Duration longest) {
        try {
            if (process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        throw new IllegalStateException(
                this + " has not ended within " + longest.toSeconds() + " s");
    }

    /** Waits until all its threads stand still. */
    void awaitStopped() {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!isStopped()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(this + " does not stand still");
            }
            pause();
        }
    }

    /** As proc(5) has it: the state comes after the command's name, which is in parentheses. */
    private boolean isStopped() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            return false;
        }
    }

    static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted", cause);
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    @Override
    public String toString() {
        return "process " + process.pid() + " (" + folder + ")";
    }
}
