package org.holdfast.runtime.task.chain;

import java.io.IOException;
import java.util.List;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;
import org.holdfast.api.Source;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SplitPosition;

/** Runs a {@link Source}'s reader; the head of its chain. */
public final class SourceLink extends ChainLink {

    private final Source<Object> source;
    private final List<SplitPosition> splits;
    private final OperatorContext context;
    private final Counter recordsIn;
    private final Output<Object> out;
    private SourceReader<Object> reader;

    SourceLink(
            Source<Object> source,
            List<SplitPosition> splits,
            OperatorContext context,
            Counter recordsIn,
            ChainOutput out,
            ChainFailure failure) {
        super(context.operatorName(), out, failure);
        this.source = source;
        this.splits = splits;
        this.context = context;
        this.recordsIn = recordsIn;
        this.out = out;
    }

    @Override
    void open() throws IOException {
        reader = source.reader(context);
        reader.open(splits);
    }

    /** Reads some records and sends them down the chain. */
    public SourceReader.Status poll() {
        try {
            return reader.poll(this);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    /** How much has been read, in the splits' unit. */
    public long completedSize() {
        return reader.completedSize();
    }

    /** Takes a record from the reader. */
    @Override
    public void emit(Object value) {
        requireRecord(value);
        recordsIn.increment();
        out.emit(value);
    }

    @Override
    void snapshot(long checkpoint, SnapshotParts parts) {
        parts.splits(reader.positions());
    }

    @Override
    void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
