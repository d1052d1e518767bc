package org.holdfast.runtime.jobgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.runtime.jobgraph.TestFunctions.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.TestFunctions.TestSource;
import org.junit.jupiter.api.Test;

class JobGraphBuilderTest {

    private static final JobId ID = new JobId("0123456789abcdef0123456789abcdef");
    private static final JobCode CODE = new JobCode("a".repeat(64), "a.Job", List.of(), 2);

    private final DataflowBuilder flow = new DataflowBuilder("job", 2);
    private final JobGraphBuilder graphs =
            new JobGraphBuilder(new HadoopFileAccess(new Configuration(false)));

    @Test
    void keepsSplitsOutOfTheHash() throws IOException {
        flow.source("lines", splits("a", "b", "c")).rebalance().sink("out", sink());
        DefinedJob job = flow.build();

        JobGraph graph = graphs.build(ID, job, CODE, Map.of("restart-strategy", "none"));

        assertThat(graph.vertices().get(0).splits()).extracting(SourceSplit::id).hasSize(3);
        assertThat(graph.vertices().get(1).splits()).isEmpty();
        assertThat(graph.hash()).isEqualTo(job.graphHash());
        assertThat(graph.settings()).containsEntry("restart-strategy", "none");
        assertThat(graph.requiredSlots()).isEqualTo(2);
        assertThat(graph.bounded()).isTrue();
    }

    @Test
    void validatesEverySinkBeforeSourcesAreDivided() {
        List<String> validated = new ArrayList<>();
        flow.source("lines", splits("same", "same")).sink("one", new CheckedSink("1", validated));
        flow.source("more", splits())
                .keyBy(v -> v)
                .process("keyed", (k, v, out) -> out.emit(v))
                .sink("two", new CheckedSink("2", validated));

        assertThatThrownBy(() -> graphs.build(ID, flow.build(), CODE, Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(
                        "Source 'lines' has two splits with the id 'same'. Its splits() must give"
                                + " every split an id of its own.");
        assertThat(validated).containsExactly("1", "2");
    }

    @Test
    void leavesTheOutputOfAJobThatGoesOnUnchecked() throws IOException {
        List<String> validated = new ArrayList<>();
        flow.source("lines", splits("a")).sink("one", new CheckedSink("1", validated));

        graphs.build(ID, flow.build(), CODE, Map.of("execution.savepoint.path", "/savepoint"));

        assertThat(validated).isEmpty();
    }

    @Test
    void namesTheOperatorWhoseFilesFailed() {
        flow.source("lines", splits())
                .sink(
                        "out",
                        new CheckedSink("", List.of()) {
                            @Override
                            public void validate(FileAccess files) throws IOException {
                                throw new IOException("NameNode is in safe mode");
                            }
                        });

        assertThatThrownBy(() -> graphs.build(ID, flow.build(), CODE, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("Could not check sink 'out': NameNode is in safe mode");
    }

    @Test
    void refusesMoreInputThanAGraphMayName() {
        String[] ids =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> "x".repeat(4_000) + i)
                        .toArray(String[]::new);
        flow.source("lines", splits(ids)).sink("out", sink());

        assertThatThrownBy(() -> graphs.build(ID, flow.build(), CODE, Map.of()))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("Job 'job' has 5000 splits of input");
    }

    private static TestSource splits(String... ids) {
        return new TestSource(
                true, Arrays.stream(ids).map(id -> new SourceSplit(id, "", 0)).toList());
    }

    private static class CheckedSink implements Sink<Object> {

        private final String name;
        private final List<String> validated;

        CheckedSink(String name, List<String> validated) {
            this.name = name;
            this.validated = validated;
        }

        @Override
        public void validate(FileAccess files) throws IOException {
            validated.add(name);
        }

        @Override
        public SinkWriter<Object> writer(OperatorContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
