package org.holdfast.api.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.TestContext;
import org.holdfast.api.testing.InMemoryFiles;
import org.junit.jupiter.api.Test;

class StdoutSinkTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final StdoutSink sink = new StdoutSink(new PrintStream(printed, false, UTF_8));

    @Test
    void namesTheSubtaskIfThereAreSeveral() throws IOException {
        print(0, 1);
        print(2, 3);

        assertThat(printed.toString(UTF_8)).isEqualToNormalizingNewlines("hello\n2> hello\n");
    }

    private void print(int subtask, int parallelism) throws IOException {
        try (SinkWriter<Object> writer =
                sink.writer(new TestContext(subtask, parallelism, 0, new InMemoryFiles()))) {
            writer.write("hello");
            writer.prepare(0).finish();
        }
    }
}
