package org.holdfast.runtime.jobgraph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.api.SourceSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobGraphJsonTest {

    private final JobGraph graph = graph();

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(JobGraphJson.read(JobGraphJson.write(graph))).isEqualTo(graph);
    }

    @Test
    void writesPlainJson() {
        assertThat(new String(JobGraphJson.write(graph), UTF_8))
                .startsWith(
                        "{\"id\":\"0123456789abcdef0123456789abcdef\",\"name\":\"jöb\",\"code\":{")
                .contains("{\"id\":\"a@0\",\"descriptor\":\"0 10 a\",\"size\":10}");
    }

    /** One change to the text of a good graph, and what is said about it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\" | {\"evil\":1,\"id\" | Unrecognized field \"evil\"",
                "\"name\":\"jöb\", | | Missing creator property 'name'",
                "\"jöb\" | null | Null value for creator property 'name'",
                "\"jöb\" | \" \" | wrong: its name",
                "{\"id\" | {\"name\":\"twice\",\"id\" | Duplicate field 'name'",
                "\"parallelism\":2 | \"parallelism\":129 | (expected: 1 to 128)",
                "\"parallelism\":2 | \"parallelism\":1 | wrong: its hash",
                "\"parallelism\":2 | \"parallelism\":\"x\" | from String \"x\"",
                "\"index\":1 | \"index\":7 | wrong: index of vertex 1",
                "\"target\":1 | \"target\":2 | wrong: ends of edge 0",
                "\"target\":1 | \"target\":0 | wrong: ends of edge 0",
                "\"sourceOperator\":1 | \"sourceOperator\":2 | wrong: ends of edge 0",
                "\"sourceOperator\":1 | \"sourceOperator\":-1 | wrong: ends of edge 0",
                "\"HASH\" | \"SIDEWAYS\" | not one of the values accepted for Enum class",
                "\"0123456789abcdef0123456789abcdef\" | \"../../etc/passwd\" | expected: 32 hex",
                "{\"id\" | [[[[[[[[[[[ | Cannot deserialize value",
                "{\"id\" | {}{\"id\" | Missing creator property",
            })
    void refusesEverythingElse(String from, String to, String message) {
        String json = new String(JobGraphJson.write(graph), UTF_8);
        String changed = json.replaceFirst(quote(from), to == null ? "" : quoteTarget(to));
        assertThat(changed).isNotEqualTo(json);

        assertThatThrownBy(() -> JobGraphJson.read(changed.getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesNothingAndTooMuch() {
        assertThatThrownBy(() -> JobGraphJson.read(new byte[0])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> JobGraphJson.read("null".getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessage("Not a job graph: null");
        String twoGraphs = new String(JobGraphJson.write(graph), UTF_8).repeat(2);
        assertThatThrownBy(() -> JobGraphJson.read(twoGraphs.getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Trailing token");
        assertThatThrownBy(() -> JobGraphJson.read(new byte[JobGraphJson.MAX_BYTES + 1]))
                .isInstanceOf(IOException.class)
                .hasMessage("Job graph of 16777217 bytes (expected: at most 16777216).");
    }

    @Test
    void neverTakesADamagedGraphForAnother() {
        byte[] json = JobGraphJson.write(graph);
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = json.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                JobGraph read = JobGraphJson.read(damaged);
                assertThat(GraphHash.of(read.vertices(), read.edges()))
                        .as("seed %d", seed)
                        .isEqualTo(read.hash());
            } catch (IOException e) {
                assertThat(e).as("seed %d", seed).hasMessageStartingWith("Not a job graph");
            }
        }
    }

    private static String quote(String text) {
        return Pattern.quote(text);
    }

    private static String quoteTarget(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static JobGraph graph() {
        List<JobVertex> vertices =
                List.of(
                        new JobVertex(
                                0,
                                "lines -> words",
                                List.of("lines", "words"),
                                2,
                                true,
                                List.of(new SourceSplit("a@0", "0 10 a", 10))),
                        new JobVertex(1, "count", List.of("count"), 2, true, List.of()));
        List<JobEdge> edges = List.of(new JobEdge(0, 0, 1, 1, Partitioning.HASH));
        return new JobGraph(
                new JobId("0123456789abcdef0123456789abcdef"),
                "jöb",
                new JobCode("a".repeat(64), "a.Job", List.of("--in", "\"\n"), 2),
                vertices,
                edges,
                Map.of("restart-strategy", "none"),
                GraphHash.of(vertices, edges));
    }
}
