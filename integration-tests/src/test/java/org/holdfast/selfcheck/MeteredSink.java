package org.holdfast.selfcheck;

import java.io.IOException;
import java.nio.file.Path;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.file.FileAccess;
import org.holdfast.meter.Meter;

/** Another sink, with a {@link Meter} behind each of its writers. */
final class MeteredSink implements Sink<Link> {

    private final Sink<? super Link> sink;
    private final Path folder;
    private final int keys;

    /**
     * @param folder of the meters
     */
    MeteredSink(Sink<? super Link> sink, Path folder, int keys) {
        this.sink = sink;
        this.folder = folder;
        this.keys = keys;
    }

    @Override
    public void validate(FileAccess files) throws IOException {
        sink.validate(files);
    }

    @Override
    public SinkWriter<Link> writer(OperatorContext context) throws IOException {
        SinkWriter<? super Link> writer = sink.writer(context);
        Meter meter = Meter.open(folder, context.subtaskIndex(), context.attempt(), keys);
        return new SinkWriter<>() {
            @Override
            public void write(Link link) throws IOException {
                writer.write(link);
                meter.record(link.key(), link.count());
            }

            @Override
            public Staging prepare(long checkpoint) throws IOException {
                return writer.prepare(checkpoint);
            }

            @Override
            public void close() throws IOException {
                try (meter) {
                    writer.close();
                }
            }
        };
    }

    @Override
    public SinkCommitter committer(OperatorContext context) throws IOException {
        return sink.committer(context);
    }
}
