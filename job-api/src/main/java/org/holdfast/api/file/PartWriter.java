package org.holdfast.api.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes one part under a hidden name, and renames it when it is complete. */
final class PartWriter implements SinkWriter<Object> {

    private static final int BUFFER = 64 * 1024;

    private final FileAccess files;
    private final String inProgress;
    private final String part;
    private final OutputStream out;
    private boolean open = true;

    PartWriter(FileAccess files, String inProgress, String part) throws IOException {
        this.files = files;
        this.inProgress = inProgress;
        this.part = part;
        this.out = new BufferedOutputStream(files.create(inProgress), BUFFER);
    }

    @Override
    public void write(Object value) throws IOException {
        out.write(value.toString().getBytes(UTF_8));
        out.write('\n');
    }

    @Override
    public Staging prepare(long checkpoint) throws IOException {
        out.close();
        files.rename(inProgress, part);
        open = false;
        return Staging.NOTHING;
    }

    /** Deletes first: closing would only make a file durable that nobody wants. */
    @Override
    public void close() throws IOException {
        if (!open) {
            return;
        }
        open = false;
        files.delete(inProgress);
        try {
            out.close();
        } catch (IOException e) {
            // HDFS refuses to complete a deleted file
        }
    }
}
