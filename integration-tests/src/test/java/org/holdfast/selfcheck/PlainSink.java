package org.holdfast.selfcheck;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;

/**
 * Not exactly once, on purpose: each attempt writes a file of its own that is visible from its
 * first record on.
 */
final class PlainSink implements Sink<Object> {

    private final String directory;

    PlainSink(String directory) {
        this.directory = directory;
    }

    @Override
    public SinkWriter<Object> writer(OperatorContext context) throws IOException {
        String name = "part-" + context.subtaskIndex() + "-" + context.attempt();
        OutputStream out = context.files().create(directory + "/" + name);
        return new SinkWriter<>() {
            @Override
            public void write(Object value) throws IOException {
                out.write((value + "\n").getBytes(UTF_8));
            }

            @Override
            public Staging prepare(long checkpoint) throws IOException {
                out.flush();
                return Staging.NOTHING;
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }
}
