package org.holdfast.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.file.FileAccess;
import org.holdfast.api.file.FileInfo;
import org.holdfast.api.file.FileSink;
import org.holdfast.api.testing.SinkContract;
import org.holdfast.api.testing.SinkFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fake in memory may have let through. */
class FileSinkOnHadoopTest {

    private final FileAccess files = new HadoopFileAccess(new Configuration(false));
    private final AtomicInteger scenarios = new AtomicInteger();

    @TempDir private Path folder;

    @Test
    void keepsTheContractOfSinks() {
        SinkContract.<Object>of(
                        () -> new Fixture(folder.resolve("out-" + scenarios.incrementAndGet())))
                .scenarios(20)
                .check();
    }

    @Test
    void namesTheDirectoryItCannotWriteTo() throws IOException {
        Path notADirectory = Files.writeString(folder.resolve("file"), "text");
        Sink<Object> sink = FileSink.text(notADirectory.resolve("out").toUri().toString());

        assertThatThrownBy(
                        () -> {
                            try (SinkWriter<Object> writer = sink.writer(context())) {
                                writer.write("record");
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(notADirectory.resolve("out").toString());
    }

    @Test
    void failsIfItsDirectoryIsTakenAway() throws IOException {
        Path out = folder.resolve("out");
        try (SinkWriter<Object> writer = FileSink.text(out.toUri().toString()).writer(context())) {
            writer.write("record");
            Staging staging = writer.prepare(1);
            Files.move(out, folder.resolve("elsewhere"));

            assertThatThrownBy(staging::finish)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(out.toString());
            assertThatThrownBy(() -> writer.prepare(2))
                    .hasMessageStartingWith("An earlier part could not be staged");
        }
        assertThat(out).doesNotExist();
    }

    private OperatorContext context() {
        return new Place(files);
    }

    private final class Fixture implements SinkFixture<Object> {

        private final Path out;

        Fixture(Path out) {
            this.out = out;
        }

        @Override
        public Sink<Object> sink() {
            return FileSink.text(out.toUri().toString());
        }

        @Override
        public Object record(int number) {
            return number + " records";
        }

        @Override
        public List<Object> committed() throws IOException {
            List<Object> lines = new ArrayList<>();
            if (Files.exists(out)) {
                for (FileInfo part : files.list(out.toUri().toString())) {
                    lines.addAll(readLines(part.path()));
                }
            }
            return lines;
        }

        private static List<String> readLines(String uri) {
            try {
                return Files.readAllLines(Path.of(uri.substring("file:".length())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public FileAccess files() {
            return files;
        }
    }

    private record Place(FileAccess files) implements OperatorContext {

        @Override
        public String jobId() {
            return "0123456789abcdef0123456789abcdef";
        }

        @Override
        public String jobName() {
            return "job";
        }

        @Override
        public String operatorName() {
            return "sink";
        }

        @Override
        public int subtaskIndex() {
            return 0;
        }

        @Override
        public int parallelism() {
            return 1;
        }

        @Override
        public int attempt() {
            return 0;
        }

        @Override
        public long restoredCheckpoint() {
            return 0;
        }
    }
}
