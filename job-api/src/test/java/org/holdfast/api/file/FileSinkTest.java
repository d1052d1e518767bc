package org.holdfast.api.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.holdfast.api.InvalidJobException;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.TestContext;
import org.junit.jupiter.api.Test;

import java.io.IOException;

class FileSinkTest {

    private final InMemoryFiles files = new InMemoryFiles();
    private final FileSink sink = FileSink.text("/out");

    @Test
    void showsAPartOnlyWhenItIsComplete() throws IOException {
        try (SinkWriter<Object> writer = writer(2, 0)) {
            writer.write("Größe");
            writer.write(17L);
            assertThat(files.paths()).containsExactly("/out/.part-2-0.inprogress");
            writer.prepare(0).finish();
        }

        assertThat(files.paths()).containsExactly("/out/part-2");
        assertThat(new String(files.get("/out/part-2"), UTF_8)).isEqualTo("Größe\n17\n");
    }

    @Test
    void writesAnEmptyPartWithoutRecords() throws IOException {
        try (SinkWriter<Object> writer = writer(0, 0)) {
            writer.prepare(0).finish();
        }

        assertThat(files.get("/out/part-0")).isEmpty();
    }

    @Test
    void dropsWhatWasNotFinished() throws IOException {
        try (SinkWriter<Object> writer = writer(0, 0)) {
            writer.write("lost");
        }

        assertThat(files.paths()).isEmpty();
    }

    @Test
    void startsOverInALaterAttempt() throws IOException {
        files.put("/out/part-0", "an earlier attempt's".getBytes(UTF_8));
        files.put("/out/part-1", "another subtask's".getBytes(UTF_8));
        files.put("/out/.part-0-0.inprogress", new byte[1]);
        files.put("/out/.part-0-1.inprogress", new byte[1]);
        files.put("/out/.part-0-2.inprogress", new byte[1]);
        files.put("/out/.part-1-0.inprogress", new byte[1]);

        try (SinkWriter<Object> writer = writer(0, 2)) {
            assertThat(files.paths())
                    .containsExactly(
                            "/out/.part-0-2.inprogress",
                            "/out/.part-1-0.inprogress",
                            "/out/part-1");
            writer.write("mine");
            writer.prepare(0).finish();
        }
        assertThat(new String(files.get("/out/part-0"), UTF_8)).isEqualTo("mine\n");
    }

    @Test
    void doesNotPublishAfterALaterAttemptHasStarted() throws IOException {
        try (SinkWriter<Object> zombie = writer(0, 0);
                SinkWriter<Object> writer = writer(0, 1)) {
            zombie.write("stale");
            assertThatThrownBy(() -> zombie.prepare(0)).isInstanceOf(IOException.class);
            writer.write("fresh");
            writer.prepare(0).finish();
        }

        assertThat(files.paths()).containsExactly("/out/part-0");
        assertThat(new String(files.get("/out/part-0"), UTF_8)).isEqualTo("fresh\n");
    }

    @Test
    void refusesAnOutputPathThatExists() {
        assertThatCode(() -> sink.validate(files)).doesNotThrowAnyException();
        files.put("/out/part-0", new byte[0]);

        assertThatThrownBy(() -> sink.validate(files))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Output path '/out' exists. Remove it, or choose another.");
    }

    private SinkWriter<Object> writer(int subtask, int attempt) throws IOException {
        return sink.writer(new TestContext(subtask, 4, attempt, files));
    }
}
