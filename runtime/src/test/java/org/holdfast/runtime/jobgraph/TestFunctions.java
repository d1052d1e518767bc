package org.holdfast.runtime.jobgraph;

import java.util.List;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Source;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.file.FileAccess;

/** Sources and sinks that are defined but never run. */
final class TestFunctions {

    private TestFunctions() {}

    record TestSource(boolean isBounded, List<SourceSplit> splits) implements Source<String> {

        @Override
        public List<SourceSplit> splits(int parallelism, FileAccess files) {
            return splits;
        }

        @Override
        public SourceReader<String> reader(OperatorContext context) {
            throw new UnsupportedOperationException();
        }
    }

    record TestSink() implements Sink<Object> {

        @Override
        public SinkWriter<Object> writer(OperatorContext context) {
            throw new UnsupportedOperationException();
        }
    }

    static Source<String> bounded() {
        return new TestSource(true, List.of());
    }

    static Source<String> unbounded() {
        return new TestSource(false, List.of());
    }

    static Sink<Object> sink() {
        return new TestSink();
    }
}
