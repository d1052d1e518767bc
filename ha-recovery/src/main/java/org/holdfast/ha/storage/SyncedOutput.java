package org.holdfast.ha.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;

/**
 * A file that is forced to disk before it is closed.
 *
 * <p>HDFS throws the very same exception from a failed write, from the sync and from the close
 * behind it, which try-with-resources cannot add to itself: what {@link #close} throws is an
 * exception of its own.
 */
final class SyncedOutput extends FilterOutputStream {

    private final FSDataOutputStream file;
    private boolean closed;

    SyncedOutput(FSDataOutputStream file) {
        super(file);
        this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            try {
                file.hsync();
            } finally {
                file.close();
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
