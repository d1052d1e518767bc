package org.holdfast.examples.wordcount;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.file.FileAccess;
import org.holdfast.examples.LocalRun;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {

    private final FileAccess files = new HadoopFileAccess(new Configuration());

    @TempDir private Path folder;

    @Test
    void countsTheWordsOfAllFiles() throws Exception {
        Path input = Files.createDirectory(folder.resolve("in"));
        Files.writeString(input.resolve("a"), "To be, or not to be:\r\n  that's the question.\n\n");
        Files.writeString(input.resolve("b"), "be_2 be -- to\nto");

        assertThat(counts(input))
                .isEqualTo(
                        Map.of(
                                "To",
                                1L,
                                "be",
                                3L,
                                "or",
                                1L,
                                "not",
                                1L,
                                "to",
                                3L,
                                "that",
                                1L,
                                "s",
                                1L,
                                "the",
                                1L,
                                "question",
                                1L,
                                "be_2",
                                1L));
    }

    @Test
    void takesOnlyAsciiForLetters() throws Exception {
        Path input = Files.writeString(folder.resolve("in"), "naïve Größe\u00a0x");

        assertThat(counts(input)).containsOnlyKeys("na", "ve", "Gr", "e", "x");
    }

    @Test
    void putsOutNothingForNoWords() throws Exception {
        Path input = Files.writeString(folder.resolve("in"), " \n--\n");

        assertThat(counts(input)).isEmpty();
    }

    @Test
    void needsInputAndOutput() {
        assertThatThrownBy(() -> LocalRun.run(new WordCount(), files, "--input", "/in"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Job argument '--output' is missing. Give --output VALUE.");
    }

    private Map<String, Long> counts(Path input) throws Exception {
        Path output = folder.resolve("out");
        LocalRun.run(
                new WordCount(),
                files,
                "--input",
                input.toUri().toString(),
                "--output",
                output.toUri().toString());
        return read(output.resolve("part-0"));
    }

    private static Map<String, Long> read(Path part) throws IOException {
        return Files.readAllLines(part).stream()
                .map(line -> line.split("\t"))
                .peek(fields -> assertThat(fields).as(Arrays.toString(fields)).hasSize(2))
                .collect(toMap(fields -> fields[0], fields -> Long.valueOf(fields[1])));
    }
}
