package org.holdfast.api.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.holdfast.api.Output;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;

/**
 * Reads the lines that start in one range of a file, block by block.
 *
 * <p>A range that does not start at the file's first byte may start within a line, which belongs to
 * the range before. So reading starts one byte earlier and drops everything up to the first line
 * end. The range's last line is read to its end, wherever that is.
 */
final class LineReader implements Closeable {

    /** The longest line there may be, in bytes; a limit because a line is held in memory. */
    static final int MAX_LINE = 16 * 1024 * 1024;

    private static final int BLOCK = 64 * 1024;

    private final FileAccess files;
    private final SourceSplit split;
    private final FileRange range;

    /** Opened by the first read, so that a subtask holds one file open, not all of its splits'. */
    private InputStream in;

    /** Holds the bytes of the file that stand at {@link #lineStart} and behind. */
    private byte[] buffer = new byte[0];

    private int filled;

    /** Place in the file of the first byte of the next line, or of what is being dropped. */
    private long lineStart;

    /** Whether the rest of a line that belongs to the range before is being dropped. */
    private boolean dropping;

    LineReader(FileAccess files, SplitPosition position) {
        this.files = files;
        this.split = position.split();
        this.range = FileRange.of(split);
        this.dropping = position.offset() == 0 && range.start() > 0;
        this.lineStart = dropping ? range.start() - 1 : range.start() + position.offset();
    }

    /** Where to read on: always the start of a line, or of the range. */
    SplitPosition position() {
        return new SplitPosition(split, dropping ? 0 : lineStart - range.start());
    }

    long completedSize() {
        return Math.min(position().offset(), split.size());
    }

    /**
     * Reads one block and puts out the lines that end in it.
     *
     * @return whether there is more to read
     */
    boolean readBlock(Output<String> out) throws IOException {
        if (lineStart >= range.end()) {
            return false;
        }
        if (in == null) {
            in = files.open(range.path(), lineStart);
            buffer = new byte[BLOCK];
        }
        int scanned = filled;
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            putOutUnfinishedLine(out);
            return false;
        }
        filled += read;
        putOutLines(scanned, out);
        if (dropping && lineStart >= range.end() - 1) {
            // not even the range's last byte is the first of a line
            dropping = false;
            lineStart = range.end();
        }
        return lineStart < range.end();
    }

    /**
     * Puts out the lines that are in the buffer as a whole and start in the range.
     *
     * @param scanned where bytes begin that have not been looked at
     */
    private void putOutLines(int scanned, Output<String> out) throws IOException {
        byte[] bytes = buffer;
        int end = filled;
        int from = 0;
        for (int i = scanned; i < end; i++) {
            if (bytes[i] == '\n') {
                if (dropping) {
                    dropping = false;
                } else {
                    out.emit(line(from, i));
                }
                lineStart += i + 1 - from;
                from = i + 1;
                if (lineStart >= range.end()) {
                    return;
                }
            }
        }
        if (dropping) {
            lineStart += end - from;
            from = end;
        }
        keepFrom(from);
    }

    /** The file has ended: what is left is its last line, without a line end. */
    private void putOutUnfinishedLine(Output<String> out) throws IOException {
        if (lineStart + filled < range.end()) {
            throw new IOException(
                    "'"
                            + range.path()
                            + "' has "
                            + (lineStart + filled)
                            + " bytes, fewer than when the job was submitted. Input files must not"
                            + " change while a job reads them.");
        }
        if (filled > 0) {
            out.emit(line(0, filled));
        }
        dropping = false;
        lineStart += filled;
    }

    private String line(int from, int end) {
        int last = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
        return new String(buffer, from, last - from, UTF_8);
    }

    private void keepFrom(int from) throws IOException {
        filled -= from;
        System.arraycopy(buffer, from, buffer, 0, filled);
        if (filled == buffer.length) {
            if (filled >= MAX_LINE) {
                throw new IOException(
                        "'"
                                + range.path()
                                + "' has a line longer than "
                                + MAX_LINE
                                + " bytes, from byte "
                                + lineStart
                                + " on. Is it text?");
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            buffer = new byte[0];
            in.close();
        }
    }
}
