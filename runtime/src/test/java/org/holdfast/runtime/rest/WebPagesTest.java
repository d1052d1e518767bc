package org.holdfast.runtime.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.ClusterOverview;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The script names nothing that the page or the JSON does not have. */
class WebPagesTest {

    @Test
    void fillsOnlyWhatThePageHas() throws IOException {
        Set<String> filled = find("(?:byId|fill)\\('([a-z-]+)'", read("app.js"));

        assertThat(filled).isNotEmpty().isEqualTo(find("id=\"([a-z-]+)\"", read("index.html")));
    }

    static List<Arguments> shown() {
        return List.of(
                Arguments.of("overview", List.of(ClusterOverview.class)),
                Arguments.of("job", List.of(JobDetails.class, JobSummary.class)),
                Arguments.of("report", List.of(CheckpointReport.class)),
                Arguments.of("checkpoint", List.of(CheckpointReport.Checkpoint.class)),
                Arguments.of("failure", List.of(JobDetails.Failure.class)),
                Arguments.of("vertex", List.of(JobDetails.Vertex.class)),
                Arguments.of("subtask", List.of(JobDetails.Subtask.class)));
    }

    @ParameterizedTest
    @MethodSource
    void shown(String variable, List<Class<?>> types) throws IOException {
        Set<String> fields = find("\\b" + variable + "\\.([a-zA-Z]+)", read("app.js"));
        List<String> components =
                types.stream()
                        .flatMap(type -> Stream.of(type.getRecordComponents()))
                        .map(RecordComponent::getName)
                        .toList();

        assertThat(fields).isNotEmpty();
        assertThat(components).containsAll(fields);
    }

    private static Set<String> find(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(hit -> found.add(hit.group(1)));
        return found;
    }

    private static String read(String file) throws IOException {
        try (InputStream in = WebPages.class.getResourceAsStream("web/" + file)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
