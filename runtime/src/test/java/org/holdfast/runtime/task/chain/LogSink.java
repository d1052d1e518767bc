package org.holdfast.runtime.task.chain;

import java.util.List;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;

/** Logs what it is told, records as they are. */
record LogSink(String name, List<Object> log) implements Sink<Object> {

    @Override
    public SinkWriter<Object> writer(OperatorContext context) {
        log.add(name + " opens at " + context.restoredCheckpoint());
        return new SinkWriter<>() {
            @Override
            public void write(Object value) {
                log.add(value);
            }

            @Override
            public Staging prepare(long checkpoint) {
                log.add(name + " prepares " + checkpoint);
                return () -> List.of(name + checkpoint);
            }

            @Override
            public void close() {
                log.add(name + " closes");
            }
        };
    }

    @Override
    public SinkCommitter committer(OperatorContext context) {
        return new SinkCommitter() {
            @Override
            public void commit(String staged) {
                log.add(name + " commits " + staged);
            }

            @Override
            public void close() {
                log.add(name + " closes its committer");
            }
        };
    }
}
