package org.holdfast.runtime.task.chain;

import java.io.IOException;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;

/** Runs a {@link Sink}'s writer. */
final class SinkLink extends ChainLink {

    private final Sink<Object> sink;
    private final OperatorContext context;
    private final Counter recordsOut;
    private SinkWriter<Object> writer;

    SinkLink(Sink<Object> sink, OperatorContext context, Counter recordsOut, ChainFailure failure) {
        super(context.operatorName(), failure);
        this.sink = sink;
        this.context = context;
        this.recordsOut = recordsOut;
    }

    @Override
    void open() throws IOException {
        writer = sink.writer(context);
    }

    @Override
    public void emit(Object value) {
        requireRecord(value);
        try {
            writer.write(value);
        } catch (Throwable t) {
            throw failed(t);
        }
        recordsOut.increment();
    }

    @Override
    boolean endInput() throws IOException {
        writer.finish();
        return true;
    }

    @Override
    void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
