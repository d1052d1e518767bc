package org.holdfast.runtime.task.chain;

import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;

import java.io.IOException;

/** Runs a {@link Sink}'s writer. */
final class SinkLink extends ChainLink {

    private final Sink<Object> sink;
    private final OperatorContext context;
    private final Counter recordsOut;
    private SinkCommitter committer;
    private SinkWriter<Object> writer;

    SinkLink(Sink<Object> sink, OperatorContext context, Counter recordsOut, ChainFailure failure) {
        super(context.operatorName(), failure);
        this.sink = sink;
        this.context = context;
        this.recordsOut = recordsOut;
    }

    @Override
    void open() throws IOException {
        committer = sink.committer(context);
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
        for (String staged : writer.prepare(0).finish()) {
            committer.commit(staged);
        }
        return true;
    }

    @Override
    void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
