package org.holdfast.examples.topspeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.file.FileAccess;
import org.holdfast.examples.LocalRun;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopSpeedWindowingTest {

    private final FileAccess files = new HadoopFileAccess(new Configuration());

    @TempDir private Path folder;

    @Test
    void tellsTheTopSpeedOfEveryCarInEveryWindow() throws Exception {
        List<String> lines = run("--reports", "700", "--cars", "7", "--window", "10");

        assertThat(lines).containsExactlyInAnyOrderElementsOf(expected(700, 7, 10, 10));
        assertThat(lines).hasSize(7 * 10);
    }

    @Test
    void letsWindowsOverlap() throws Exception {
        List<String> lines =
                run("--reports", "300", "--cars", "3", "--window", "20", "--slide", "5");

        assertThat(lines).containsExactlyInAnyOrderElementsOf(expected(300, 3, 20, 5));
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        assertThatThrownBy(() -> run("--cars", "0"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("--cars is 0 (expected: >= 1).");
        assertThatThrownBy(() -> run("--window", "5", "--slide", "6"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("Windows of PT5S that slide by PT6S");
    }

    /** The same by other means: every report goes through all windows there could be. */
    private static List<String> expected(long reports, long cars, long window, long slide) {
        Map<String, Integer> fastest = new TreeMap<>();
        Traffic traffic = new Traffic(cars);
        LongStream.range(0, reports)
                .mapToObj(traffic::report)
                .forEach(
                        report -> {
                            for (long start = -window; start < reports; start++) {
                                long second = report.time() / 1_000;
                                if (start % slide == 0
                                        && start <= second
                                        && second < start + window) {
                                    String key =
                                            report.car() + " " + start + " " + (start + window);
                                    fastest.merge(key, report.speed(), Math::max);
                                }
                            }
                        });
        return fastest.entrySet().stream()
                .map(
                        entry -> {
                            String[] parts = entry.getKey().split(" ");
                            return "car %s: %d km/h from second %s to %s"
                                    .formatted(parts[0], entry.getValue(), parts[1], parts[2]);
                        })
                .toList();
    }

    private List<String> run(String... arguments) throws Exception {
        Path output = folder.resolve("out");
        String[] all =
                Stream.concat(
                                Stream.of(arguments),
                                Stream.of(
                                        "--rate",
                                        "1000000000",
                                        "--output",
                                        output.toUri().toString()))
                        .toArray(String[]::new);
        LocalRun.run(new TopSpeedWindowing(), files, all);
        return Files.readAllLines(output.resolve("part-0"));
    }
}
