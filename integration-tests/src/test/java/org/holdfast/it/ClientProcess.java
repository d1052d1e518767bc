package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A command that runs in a process of its own. */
final class ClientProcess implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;

    ClientProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** All it has printed so far, standard output and error together. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Types a line. */
    void type(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it has printed what the pattern finds, and returns the pattern's first group. */
    String awaitOutput(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return Awaitility.await("output of pid " + pid() + " to match " + pattern)
                .atMost(LONGEST)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            Matcher matcher = compiled.matcher(output());
                            if (matcher.find()) {
                                return matcher.groupCount() > 0
                                        ? matcher.group(1)
                                        : matcher.group();
                            }
                            if (!process.isAlive()) {
                                throw new AssertionError(
                                        "ended without printing " + pattern + ":\n" + output());
                            }
                            return null;
                        },
                        text -> text != null);
    }

    /** Waits for its end and returns its exit status. */
    int awaitExit() throws InterruptedException, IOException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LONGEST + ":\n" + output());
        }
        return process.exitValue();
    }

    /** Waits for its end and expects this exit status. */
    ClientProcess expectExit(int status) throws InterruptedException, IOException {
        assertThat(awaitExit()).as("exit status, having printed:\n%s", output()).isEqualTo(status);
        return this;
    }

    /** Ends it if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
