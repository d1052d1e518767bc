package org.holdfast.api.connector;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;

/**
 * Writes each record as a line to the TaskManager's standard output; with more than one subtask,
 * behind the subtask's index: {@code 3> record}.
 */
public final class StdoutSink implements Sink<Object> {

    private final PrintStream out;

    StdoutSink(PrintStream out) {
        this.out = requireNonNull(out, "out");
    }

    /** Writes {@code toString} of each record. */
    public static StdoutSink lines() {
        return new StdoutSink(System.out);
    }

    @Override
    public SinkWriter<Object> writer(OperatorContext context) {
        String prefix = context.parallelism() > 1 ? context.subtaskIndex() + "> " : "";
        return new SinkWriter<>() {
            @Override
            public void write(Object value) {
                out.println(prefix + value);
            }

            @Override
            public Staging prepare(long checkpoint) {
                out.flush();
                return Staging.NOTHING;
            }

            @Override
            public void close() {
                out.flush();
            }
        };
    }
}
