package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.holdfast.runtime.log.LogTail;

/** The file this process logs to. Thread-safe. */
public final class LogFile {

    /** More is never read at once. */
    static final int MAX_BYTES = LogTail.MAX_BYTES;

    private final LogTail tail;
    private final Executor readers;

    /**
     * Names the file, which may not exist yet.
     *
     * @param readers runs what waits for the disk
     */
    public LogFile(Path file, Executor readers) {
        this.tail = new LogTail(file);
        this.readers = requireNonNull(readers, "readers");
    }

    /**
     * Reads the end of the file, from the start of a line if it is cut.
     *
     * @param maxBytes at least 1; no more than 1 MiB is read
     */
    CompletableFuture<String> readEnd(int maxBytes) {
        int most = Math.min(maxBytes, MAX_BYTES);
        return CompletableFuture.supplyAsync(() -> read(most), readers);
    }

    private String read(int maxBytes) {
        try {
            return tail.read(maxBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The log file " + tail.file() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
