package org.holdfast.runtime.file;

import java.io.FilterOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;

/** Has what was written on disk when it is closed, not only in the memory of a DataNode. */
final class DurableOutput extends FilterOutputStream {

    private final FSDataOutputStream file;
    private boolean closed;

    DurableOutput(FSDataOutputStream file) {
        super(file);
        this.file = file;
    }

    /** In one piece: the inherited method writes byte by byte. */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        file.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            file.hsync();
        } finally {
            file.close();
        }
    }
}
