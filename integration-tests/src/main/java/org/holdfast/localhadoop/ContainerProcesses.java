package org.holdfast.localhadoop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of containers below one folder of working directories.
 *
 * <p>Containers are sessions of their own and outlive a NodeManager that ends abruptly. They and
 * whatever they start are found by the variable {@code LOCAL_DIRS} that YARN sets for each, in
 * {@code /proc}; unlike a recorded pid this cannot point at a stranger.
 */
final class ContainerProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerProcesses.class);
    private static final Duration DEATH_BOUND = Duration.ofSeconds(10);

    private final String mark;

    ContainerProcesses(Path workingDirectories) {
        this.mark = "\0LOCAL_DIRS=" + workingDirectories.toAbsolutePath() + "/";
    }

    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /**
     * Kills what is left and waits for its end.
     *
     * @throws IOException if a process is still there after 10 s
     */
    void killAll() throws IOException {
        for (List<ProcessHandle> left = alive(); !left.isEmpty(); left = alive()) {
            LOG.info("Killing {} container processes that are left: {}", left.size(), pids(left));
            left.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle process : left) {
                awaitEnd(process);
            }
        }
    }

    private static void awaitEnd(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(DEATH_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "Container process " + process.pid() + " survived SIGKILL for " + DEATH_BOUND,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for container processes", e);
        } catch (ExecutionException e) {
            throw new IOException("Cannot wait for container process " + process.pid(), e);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            byte[] environment =
                    Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return ("\0" + new String(environment, StandardCharsets.UTF_8)).contains(mark);
        } catch (IOException e) {
            // Ended meanwhile, or another user's: not a container of ours.
            return false;
        }
    }

    private static List<Long> pids(List<ProcessHandle> processes) {
        return processes.stream().map(ProcessHandle::pid).toList();
    }
}
