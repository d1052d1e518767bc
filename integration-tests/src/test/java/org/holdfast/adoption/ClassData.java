package org.holdfast.adoption;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ApplicationProcesses.Container;

/**
 * The class data archives that the first processes of a session make for those that follow. Making
 * one takes a processor for seconds, and starting without one, too: a session that has run for a
 * minute does neither.
 */
final class ClassData {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final String OPTION = "-XX:SharedArchiveFile=";

    private ClassData() {}

    /** Waits until all processes have theirs; a while longer than a session takes is an error. */
    static void await(ApplicationProcesses processes) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            List<Path> missing = missing(processes);
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "no %s after %d s".formatted(missing, LONGEST.toSeconds()));
            }
            Thread.sleep(100);
        }
    }

    private static List<Path> missing(ApplicationProcesses processes) throws IOException {
        List<Container> all = new ArrayList<>(processes.jobManagers());
        all.addAll(processes.taskManagers());
        List<Path> missing = new ArrayList<>();
        for (Container one : all) {
            archives(one).stream().filter(file -> !Files.exists(file)).forEach(missing::add);
        }
        return missing;
    }

    private static List<Path> archives(Container one) throws IOException {
        byte[] words = Files.readAllBytes(Path.of("/proc/" + one.process().pid() + "/cmdline"));
        return Arrays.stream(new String(words, StandardCharsets.UTF_8).split("\0"))
                .filter(word -> word.startsWith(OPTION))
                .map(word -> Path.of(word.substring(OPTION.length())))
                .toList();
    }
}
