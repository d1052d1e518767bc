package org.holdfast.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The end of a log file that grows.
 *
 * @param file may not exist yet
 */
public record LogTail(Path file) {

    /** The most that is ever read at once, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    public LogTail {
        requireNonNull(file, "file");
    }

    /**
     * Whole lines from the file's end.
     *
     * @param maxBytes 1 to {@link #MAX_BYTES}
     * @throws NoSuchFileException if there is no log
     * @throws IOException if it cannot be read
     */
    public String read(int maxBytes) throws IOException {
        if (maxBytes < 1 || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "bytes of log: " + maxBytes + " (expected: 1 to " + MAX_BYTES + ")");
        }
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no log file");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long skipped = Math.max(0, channel.size() - maxBytes);
            channel.position(skipped);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - skipped));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // reads on
            }
            String text = UTF_8.decode(bytes.flip()).toString();
            return skipped == 0 ? text : text.substring(text.indexOf('\n') + 1);
        }
    }
}
