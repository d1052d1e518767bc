package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The file this process logs to. Thread-safe. */
public final class LogFile {

    /** More is never read at once. */
    static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final Executor readers;

    /**
     * Names the file, which may not exist yet.
     *
     * @param readers runs what waits for the disk
     */
    public LogFile(Path file, Executor readers) {
        this.file = requireNonNull(file, "file");
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
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long start = Math.max(0, channel.size() - maxBytes);
            channel.position(start);
            ByteBuffer bytes = ByteBuffer.allocate(maxBytes);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // reads on
            }
            String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            return start == 0 ? text : text.substring(text.indexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("The log file " + file + " cannot be read", e);
        }
    }
}
