package org.holdfast.examples;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.Output;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SourceReader.Status;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.Timers;
import org.holdfast.api.file.FileAccess;
import org.holdfast.api.state.ListState;
import org.holdfast.api.state.MapState;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.OperatorNode;
import org.holdfast.runtime.jobgraph.OperatorNode.FlatMapOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.KeyedProcessOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SinkOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SourceOperator;
import org.holdfast.runtime.jobgraph.OutputEdge;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.holdfast.runtime.state.KeyedState;

/**
 * Runs a bounded job in the calling thread, each operator as one subtask. Knows the operators the
 * examples use.
 */
public final class LocalRun {

    private final FileAccess files;
    private final DefinedJob job;
    private final List<Output<Object>> vertexInputs = new ArrayList<>();
    private final List<Step> ends = new ArrayList<>();

    private LocalRun(FileAccess files, DefinedJob job) {
        this.files = files;
        this.job = job;
    }

    public static void run(Job job, FileAccess files, String... arguments) throws Exception {
        DataflowBuilder flow = new DataflowBuilder("local", 1);
        job.define(flow, JobArguments.parse(List.of(arguments)));
        new LocalRun(files, flow.build()).run();
    }

    private void run() throws Exception {
        for (OperatorNode ignored : job.chains()) {
            vertexInputs.add(null);
        }
        // consumers first, so that producers find them; their ends come after those of producers
        for (int vertex = job.chains().size() - 1; vertex >= 0; vertex--) {
            vertexInputs.set(vertex, open(job.chains().get(vertex)));
        }
        for (int end = ends.size() - 1; end >= 0; end--) {
            ends.get(end).run();
        }
    }

    /** Opens what follows an operator, then the operator itself; gives what takes its records. */
    private Output<Object> open(OperatorNode node) throws Exception {
        List<Output<Object>> takers = new ArrayList<>();
        for (OperatorNode next : node.downstream().chained()) {
            takers.add(open(next));
        }
        for (OutputEdge edge : node.downstream().edges()) {
            takers.add(vertexInputs.get(job.edges().get(edge.index()).target()));
        }
        Output<Object> out = value -> takers.forEach(taker -> taker.emit(value));
        RecordSerializer records = new KryoRecordSerializer(LocalRun.class.getClassLoader());
        Context context =
                new Context(
                        node.name(),
                        files,
                        new KeyedState(node.name(), 0, 1, records, InstantSource.system()));
        if (node instanceof SourceOperator operator) {
            SourceReader<Object> reader = operator.source().reader(context);
            reader.open(
                    operator.source().splits(1, files).stream()
                            .map(SplitPosition::startOf)
                            .toList());
            ends.add(() -> readAll(reader, out));
            return value -> {
                throw new AssertionError("a source takes no records");
            };
        }
        if (node instanceof FlatMapOperator operator) {
            operator.function().open(context);
            return taking(value -> operator.function().flatMap(value, out));
        }
        if (node instanceof KeyedProcessOperator operator) {
            operator.function().open(context);
            context.state().seal();
            ends.add(() -> endOfInput(operator, context.state(), out));
            return taking(
                    value -> {
                        Object key = operator.key().key(value);
                        context.state().setCurrentKey(key);
                        operator.function().process(key, value, out);
                    });
        }
        if (node instanceof SinkOperator operator) {
            var committer = operator.sink().committer(context);
            var writer = operator.sink().writer(context);
            ends.add(
                    () -> {
                        for (String staged : writer.prepare(0).finish()) {
                            committer.commit(staged);
                        }
                        writer.close();
                        committer.close();
                    });
            return taking(writer::write);
        }
        throw new AssertionError("not known here: " + node);
    }

    private static void readAll(SourceReader<Object> reader, Output<Object> out)
            throws IOException {
        try (reader) {
            while (reader.poll(out) != Status.FINISHED) {
                Thread.onSpinWait();
            }
        }
    }

    private static void endOfInput(
            KeyedProcessOperator operator, KeyedState state, Output<Object> out) throws Exception {
        for (Iterator<Object> keys = state.keys(); keys.hasNext(); ) {
            Object key = keys.next();
            state.setCurrentKey(key);
            operator.function().endOfInput(key, out);
        }
    }

    private static Output<Object> taking(Taker taker) {
        return value -> {
            try {
                taker.take(value);
            } catch (Exception e) {
                throw new AssertionError("failed at " + value, e);
            }
        };
    }

    private interface Taker {
        void take(Object value) throws Exception;
    }

    private interface Step {
        void run() throws Exception;
    }

    private record Context(String operatorName, FileAccess files, KeyedState state)
            implements KeyedContext {

        @Override
        public Timers timers() {
            throw new UnsupportedOperationException("timers in a local run");
        }

        @Override
        public String jobId() {
            return "0".repeat(32);
        }

        @Override
        public String jobName() {
            return "local";
        }

        @Override
        public int subtaskIndex() {
            return 0;
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public int attempt() {
            return 0;
        }

        @Override
        public long restoredCheckpoint() {
            return 0;
        }

        @Override
        public <V> ValueState<V> valueState(String name) {
            return state.valueState(name);
        }

        @Override
        public <V> ListState<V> listState(String name) {
            return state.listState(name);
        }

        @Override
        public <K, V> MapState<K, V> mapState(String name) {
            return state.mapState(name);
        }
    }
}
