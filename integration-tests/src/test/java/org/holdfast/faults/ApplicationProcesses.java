package org.holdfast.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The living Java processes of one application's containers on this machine. They are known by
 * their working directory, which is their container's: unlike a process id, that cannot become a
 * stranger's.
 */
public final class ApplicationProcesses implements ClusterProcesses {

    private static final long DEATH_SECONDS = 10;
    private static final String JOB_MANAGER = "org.holdfast.yarn.am.ApplicationMaster";
    private static final String TASK_MANAGER = "TaskManagerMain";

    private final Pattern workingDirectory;

    /**
     * A process of an application's container, or one without YARN.
     *
     * @param attempt of the application; without YARN the epoch it leads in, or 0
     */
    public record Container(String id, int attempt, ProcessHandle process) {

        /** How many threads it has; 0 if it is gone. */
        int threads() {
            return count("task");
        }

        /** How many descriptors it has open; 0 if it is gone. */
        int descriptors() {
            return count("fd");
        }

        private int count(String folder) {
            try (Stream<Path> entries =
                    Files.list(Path.of("/proc/" + process.pid() + "/" + folder))) {
                return (int) entries.count();
            } catch (IOException e) {
                return 0;
            }
        }
    }

    /**
     * @param applicationId as {@code application_1700000000000_0001}
     */
    public ApplicationProcesses(String applicationId) {
        String number = applicationId.replaceFirst("^application_", "");
        if (!number.matches("\\d+_\\d+")) {
            throw new IllegalArgumentException(
                    "application id: '" + applicationId + "' (expected: application_N_N)");
        }
        workingDirectory = Pattern.compile(".*/(container_(?:e\\d+_)?" + number + "_(\\d+)_\\d+)");
    }

    /** The ApplicationMasters, the earliest attempt first; more than one if one is a zombie. */
    @Override
    public List<Container> jobManagers() {
        return running(JOB_MANAGER);
    }

    @Override
    public List<Container> taskManagers() {
        return running(TASK_MANAGER);
    }

    /**
     * Those of another program's.
     *
     * @param mainClass a part of its name that no other one has
     */
    public List<Container> withMainClass(String mainClass) {
        return running(mainClass);
    }

    private List<Container> running(String mainClass) {
        return ProcessHandle.allProcesses()
                .map(this::container)
                .flatMap(Optional::stream)
                .filter(container -> runs(container.process(), mainClass))
                .sorted(Comparator.comparingInt(Container::attempt).thenComparing(Container::id))
                .toList();
    }

    private Optional<Container> container(ProcessHandle process) {
        try {
            Path folder = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
            Matcher form = workingDirectory.matcher(folder.toString());
            return form.matches()
                    ? Optional.of(
                            new Container(form.group(1), Integer.parseInt(form.group(2)), process))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean runs(ProcessHandle process, String mainClass) {
        try {
            Path folder = Path.of("/proc/" + process.pid());
            // the container's shell has the same words in its own command line
            return Files.readString(folder.resolve("comm")).strip().equals("java")
                    && new String(
                                    Files.readAllBytes(folder.resolve("cmdline")),
                                    StandardCharsets.UTF_8)
                            .contains(mainClass);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Sends SIGKILL, and waits until the process is dead.
     *
     * @return whether it lived before
     */
    public static boolean kill(Container victim) throws InterruptedException {
        boolean lived = victim.process().destroyForcibly();
        awaitDeath(victim);
        return lived;
    }

    /** Waits until it is dead. */
    public static void awaitDeath(Container victim) throws InterruptedException {
        CompletableFuture<ProcessHandle> death = victim.process().onExit();
        try {
            death.get(DEATH_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    victim + " lives on " + DEATH_SECONDS + " s after SIGKILL", e);
        }
    }
}
