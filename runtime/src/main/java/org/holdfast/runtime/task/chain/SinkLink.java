package org.holdfast.runtime.task.chain;

import java.io.IOException;
import java.util.List;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;

/**
 * Runs a {@link Sink}'s writer, and holds its committer, which the task's checkpoint thread uses.
 */
final class SinkLink extends ChainLink {

    private final Sink<Object> sink;
    private final List<String> staged;
    private final OperatorContext context;
    private final Counter recordsOut;
    private SinkCommitter committer;
    private long written;
    private long writtenAtSnapshot;
    private SinkWriter<Object> writer;

    /**
     * @param staged what the checkpoint this task starts from holds: committed before the first
     *     record
     * @param nowhere sinks put nothing out
     */
    SinkLink(
            Sink<Object> sink,
            List<String> staged,
            OperatorContext context,
            Counter recordsOut,
            ChainOutput nowhere,
            ChainFailure failure) {
        super(context.operatorName(), nowhere, failure);
        this.sink = sink;
        this.staged = staged;
        this.context = context;
        this.recordsOut = recordsOut;
    }

    @Override
    void open() throws IOException {
        committer = sink.committer(context);
        for (String transaction : staged) {
            committer.commit(transaction);
        }
        writer = sink.writer(context);
    }

    SinkCommitter committer() {
        return committer;
    }

    @Override
    public void emit(Object value) {
        requireRecord(value);
        try {
            writer.write(value);
        } catch (Throwable t) {
            throw failed(t);
        }
        written++;
        recordsOut.increment();
    }

    /** How many records were written since it was made. */
    long written() {
        return written;
    }

    /** How many were written since the latest snapshot and cannot be seen before the next. */
    long staged() {
        return committer == SinkCommitter.NONE ? 0 : written - writtenAtSnapshot;
    }

    @Override
    void snapshot(long checkpoint, SnapshotParts parts) throws IOException {
        parts.staging(operatorName(), writer.prepare(checkpoint));
        writtenAtSnapshot = written;
    }

    /** Either may be missing, if opening failed. */
    @Override
    void close() throws IOException {
        try {
            if (writer != null) {
                writer.close();
            }
        } finally {
            if (committer != null) {
                committer.close();
            }
        }
    }
}
