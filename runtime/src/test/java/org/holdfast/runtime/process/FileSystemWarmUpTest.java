package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.holdfast.api.file.FileAccess;
import org.holdfast.api.file.FileInfo;
import org.junit.jupiter.api.Test;

class FileSystemWarmUpTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    @Test
    void asksTheDefaultFileSystem() throws Exception {
        AskedFiles files = new AskedFiles(Optional.empty());
        FileSystemWarmUp.start(files).join(BOUND.toMillis());
        assertThat(files.asked).containsExactly("/");
    }

    @Test
    void leavesItToTasksToTellThatTheFileSystemIsDown() {
        AskedFiles files = new AskedFiles(Optional.of(new IOException("connection refused")));
        assertThatCode(new FileSystemWarmUp(files)::run).doesNotThrowAnyException();
        assertThat(files.asked).containsExactly("/");
    }

    /** Remembers which paths were asked for. */
    private static final class AskedFiles implements FileAccess {

        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final Optional<IOException> failure;

        AskedFiles(Optional<IOException> failure) {
            this.failure = failure;
        }

        @Override
        public boolean exists(String path) throws IOException {
            asked.add(path);
            if (failure.isPresent()) {
                throw failure.get();
            }
            return true;
        }

        @Override
        public List<FileInfo> list(String path) {
            throw new UnsupportedOperationException("list");
        }

        @Override
        public List<FileInfo> listHidden(String directory) {
            throw new UnsupportedOperationException("listHidden");
        }

        @Override
        public InputStream open(String path, long offset) {
            throw new UnsupportedOperationException("open");
        }

        @Override
        public OutputStream create(String path) {
            throw new UnsupportedOperationException("create");
        }

        @Override
        public void rename(String source, String target) {
            throw new UnsupportedOperationException("rename");
        }

        @Override
        public void delete(String path) {
            throw new UnsupportedOperationException("delete");
        }
    }
}
