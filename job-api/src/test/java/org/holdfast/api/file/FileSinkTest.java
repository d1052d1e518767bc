package org.holdfast.api.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.TestContext;
import org.holdfast.api.testing.InMemoryFiles;
import org.junit.jupiter.api.Test;

class FileSinkTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";

    /** Checkpoint 7 of epoch 2. */
    private static final long CHECKPOINT = (2L << 32) + 7;

    private final InMemoryFiles files = new InMemoryFiles();
    private final FileSink sink = FileSink.text("/out");

    @Test
    void showsAPartOnlyWhenItsCheckpointIsCommitted() throws IOException {
        OperatorContext context = context(2, 4, 0, 0);
        try (SinkWriter<Object> writer = sink.writer(context)) {
            assertThat(files.paths()).isEmpty();
            writer.write("Größe");
            writer.write(17L);
            assertThat(files.paths()).containsExactly("/out/.part-2-" + JOB + "-0-0.inprogress");

            List<String> staged = writer.prepare(CHECKPOINT).finish();
            String hidden = "/out/.part-2-" + JOB + "-0-" + CHECKPOINT + ".staged";
            assertThat(files.paths()).containsExactly(hidden);
            assertThat(staged).containsExactly("part-2-01234567-2-7 " + hidden);
            commit(context, staged);
        }

        assertThat(files.paths()).containsExactly("/out/part-2-01234567-2-7");
        assertThat(text("/out/part-2-01234567-2-7")).isEqualTo("Größe\n17\n");
    }

    @Test
    void writesOnWhileAPartIsBeingStaged() throws IOException {
        try (SinkWriter<Object> writer = sink.writer(context(0, 1, 0, 0))) {
            writer.write("one");
            Staging first = writer.prepare(1);
            writer.write("two");
            first.finish();
            writer.write("two, too");
            writer.prepare(2).finish();
        }

        assertThat(text("/out/.part-0-" + JOB + "-0-1.staged")).isEqualTo("one\n");
        assertThat(text("/out/.part-0-" + JOB + "-0-2.staged")).isEqualTo("two\ntwo, too\n");
    }

    @Test
    void makesNoFileForACheckpointWithoutRecords() throws IOException {
        try (SinkWriter<Object> writer = sink.writer(context(0, 1, 0, 0))) {
            assertThat(writer.prepare(1).finish()).isEmpty();
            assertThat(writer.prepare(0).finish()).isEmpty();
        }

        assertThat(files.paths()).isEmpty();
    }

    @Test
    void writesOnePartPerSubtaskWithoutCheckpoints() throws IOException {
        writeToTheEnd(context(0, 2, 0, 0), "only");
        writeToTheEnd(context(1, 2, 0, 0));

        assertThat(files.paths()).containsExactly("/out/part-0", "/out/part-1");
        assertThat(text("/out/part-0")).isEqualTo("only\n");
        assertThat(text("/out/part-1")).isEmpty();
    }

    @Test
    void startsOverWithoutCheckpoints() throws IOException {
        writeToTheEnd(context(0, 2, 0, 0), "first try");
        writeToTheEnd(context(1, 2, 0, 0), "of another subtask");
        writeToTheEnd(context(0, 2, 1, 0), "second try");

        assertThat(files.paths()).containsExactly("/out/part-0", "/out/part-1");
        assertThat(text("/out/part-0")).isEqualTo("second try\n");
    }

    @Test
    void endsUnderANameOfItsOwnAfterASavepoint() throws IOException {
        files.put("/out/part-0", "of the job before".getBytes(UTF_8));
        writeToTheEnd(context(0, 1, 0, CHECKPOINT), "first try");
        writeToTheEnd(context(0, 1, 1, CHECKPOINT), "second try");

        assertThat(files.paths()).containsExactly("/out/part-0", "/out/part-0-01234567");
        assertThat(text("/out/part-0")).isEqualTo("of the job before");
        assertThat(text("/out/part-0-01234567")).isEqualTo("second try\n");
    }

    @Test
    void dropsWhatWasNotStaged() throws IOException {
        try (SinkWriter<Object> writer = sink.writer(context(0, 1, 0, 0))) {
            writer.write("prepared, not staged");
            writer.prepare(1);
            writer.write("not prepared");
        }

        assertThat(files.paths()).isEmpty();
    }

    @Test
    void removesWhatEarlierAttemptsLeftAndNoCheckpointHolds() throws IOException {
        String other = "f".repeat(32);
        put(".part-0-" + JOB + "-2-5.inprogress"); // an attempt before: remove
        put(".part-0-" + JOB + "-3-0.inprogress"); // this one, in an earlier JobManager: remove
        put(".part-0-" + JOB + "-4-0.inprogress"); // a later one: leave
        put(".part-0-" + JOB + "-2-20.staged"); // may be committed: leave
        put(".part-0-" + JOB + "-2-21.staged"); // will never be: remove
        put(".part-0-" + JOB + "-4-22.staged"); // a later attempt's: leave
        put(".part-1-" + JOB + "-0-21.staged"); // another subtask's: leave
        put(".part-2-" + JOB + "-0-20.staged"); // of a subtask there is no more: leave
        put(".part-2-" + JOB + "-0-21.staged"); // and one that will never be: remove
        put(".part-0-" + other + "-0-21.staged"); // another job's: leave
        put(".part-0-" + other + "-0-1.inprogress");
        put(".part-0.crc");
        put("part-0-01234567-0-20");

        sink.writer(context(0, 2, 3, 20)).close();

        assertThat(files.paths())
                .containsExactlyInAnyOrder(
                        "/out/.part-0-" + JOB + "-4-0.inprogress",
                        "/out/.part-0-" + JOB + "-2-20.staged",
                        "/out/.part-0-" + JOB + "-4-22.staged",
                        "/out/.part-1-" + JOB + "-0-21.staged",
                        "/out/.part-2-" + JOB + "-0-20.staged",
                        "/out/.part-0-" + other + "-0-21.staged",
                        "/out/.part-0-" + other + "-0-1.inprogress",
                        "/out/.part-0.crc",
                        "/out/part-0-01234567-0-20");
    }

    @Test
    void doesNotStageAfterALaterAttemptHasOpened() throws IOException {
        try (SinkWriter<Object> zombie = sink.writer(context(0, 1, 0, 0))) {
            zombie.write("stale");
            Staging staging = zombie.prepare(1);
            sink.writer(context(0, 1, 1, 0)).close();

            assertThatThrownBy(staging::finish).isInstanceOf(IOException.class);
        }
        assertThat(files.paths()).isEmpty();
    }

    @Test
    void stagesNothingBehindAPartThatIsLost() throws IOException {
        SinkWriter<Object> writer = sink.writer(context(0, 1, 0, 0));
        writer.write("lost");
        Staging lost = writer.prepare(1);
        writer.write("behind it");
        Staging behind = writer.prepare(2);
        files.delete("/out/.part-0-" + JOB + "-0-0.inprogress");

        assertThatThrownBy(lost::finish)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "'/out/.part-0-" + JOB + "-0-0.inprogress' could not be completed");
        assertThatThrownBy(behind::finish)
                .hasMessageStartingWith("An earlier part could not be staged");
        assertThatThrownBy(() -> writer.prepare(3))
                .hasMessageStartingWith("An earlier part could not be staged");
        writer.close();
        assertThat(files.paths()).isEmpty();
    }

    @Test
    void commitsOnceHoweverOftenItIsTold() throws IOException {
        OperatorContext context = context(0, 1, 0, 0);
        List<String> staged = stage(context, "once");
        commit(context, staged);
        commit(context, staged);
        assertThat(text("/out/part-0-01234567-2-7")).isEqualTo("once\n");

        files.delete("/out/part-0-01234567-2-7"); // a reader is done with it
        commit(context, staged);
        assertThat(files.paths()).isEmpty();
    }

    @Test
    void doesNotReplaceAFileThatIsNotItsOwn() throws IOException {
        OperatorContext context = context(0, 1, 0, 0);
        List<String> staged = stage(context, "mine");
        put("part-0-01234567-2-7");

        assertThatThrownBy(() -> commit(context, staged))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "Part '/out/part-0-01234567-2-7' is complete but could not be shown");
        assertThat(text("/out/part-0-01234567-2-7")).isEmpty();
    }

    @Test
    void removesWhatIsAborted() throws IOException {
        OperatorContext context = context(0, 1, 0, 0);
        List<String> staged = stage(context, "never seen");

        sink.committer(context).abort(staged.get(0));

        assertThat(files.paths()).isEmpty();
    }

    @Test
    void commitsInTheDirectoryThatTheSavepointNames() throws IOException {
        List<String> staged = stage(context(0, 1, 0, 0), "from before");

        FileSink.text("/elsewhere").committer(context(0, 1, 0, CHECKPOINT)).commit(staged.get(0));

        assertThat(text("/out/part-0-01234567-2-7")).isEqualTo("from before\n");
    }

    @Test
    void refusesAnOutputPathThatExists() {
        assertThatCode(() -> sink.validate(files)).doesNotThrowAnyException();
        put("part-0");

        assertThatThrownBy(() -> sink.validate(files))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Output path '/out' exists. Remove it, or choose another.");
    }

    private List<String> stage(OperatorContext context, String record) throws IOException {
        try (SinkWriter<Object> writer = sink.writer(context)) {
            writer.write(record);
            return writer.prepare(CHECKPOINT).finish();
        }
    }

    private void writeToTheEnd(OperatorContext context, String... records) throws IOException {
        try (SinkWriter<Object> writer = sink.writer(context)) {
            for (String record : records) {
                writer.write(record);
            }
            commit(context, writer.prepare(0).finish());
        }
    }

    private void commit(OperatorContext context, List<String> staged) throws IOException {
        for (String transaction : staged) {
            sink.committer(context).commit(transaction);
        }
    }

    private OperatorContext context(int subtask, int parallelism, int attempt, long restored) {
        return new TestContext(subtask, parallelism, attempt, restored, files);
    }

    private void put(String name) {
        files.put("/out/" + name, new byte[0]);
    }

    private String text(String path) {
        return new String(files.get(path), UTF_8);
    }
}
