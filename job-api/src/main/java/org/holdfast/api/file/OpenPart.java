package org.holdfast.api.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A part that is being written. First the writer's thread has it; {@link #stage} and {@link
 * #discard} may then be called by any.
 */
final class OpenPart {

    private static final int BUFFER = 64 * 1024;

    private final FileAccess files;
    private final String path;
    private final OutputStream out;

    /** Set by whoever ends the part: only one may close it. */
    private final AtomicBoolean ended = new AtomicBoolean();

    OpenPart(FileAccess files, String path) throws IOException {
        this.files = files;
        this.path = path;
        this.out = new BufferedOutputStream(files.create(path), BUFFER);
    }

    /** Writes one line. */
    void write(Object value) throws IOException {
        byte[] line = value.toString().getBytes(UTF_8);
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw failed("be written", e);
        }
    }

    /** Makes the part durable under another hidden name. */
    void stage(String stagedPath) throws IOException {
        if (!ended.compareAndSet(false, true)) {
            throw new IOException("'" + path + "' was dropped before it was staged");
        }
        try {
            out.close();
        } catch (IOException e) {
            throw failed("be completed", e);
        }
        files.rename(path, stagedPath);
    }

    /** Drops the part, unless it is being staged or was. */
    void discard() throws IOException {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        // first: closing would only make a file durable that nobody wants
        files.delete(path);
        try {
            out.close();
        } catch (IOException e) {
            // HDFS refuses to complete a deleted file
        }
    }

    private IOException failed(String what, IOException cause) {
        return new IOException(
                "'" + path + "' could not " + what + ": " + cause.getMessage(), cause);
    }
}
