package org.holdfast.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.runtime.jobgraph.JobId;

/** The {@code holdfast} command as a user calls it, in a process of its own. */
final class HoldfastCommand {

    private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");
    private static final long SECONDS = 60;

    private final List<String> command;

    /**
     * @param command the script, {@code run -d}, and options that all jobs have
     */
    HoldfastCommand(List<String> command) {
        this.command = List.copyOf(command);
    }

    /**
     * Submits a job.
     *
     * @throws IOException if the command fails; with what it printed
     */
    JobId submit(List<String> words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(words);
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        Matcher submitted = SUBMITTED.matcher(printed);
        if (!submitted.find()) {
            throw new IOException(String.join(" ", all) + " printed:\n" + printed);
        }
        return new JobId(submitted.group(1));
    }
}
