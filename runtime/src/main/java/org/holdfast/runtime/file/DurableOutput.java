package org.holdfast.runtime.file;

import static java.util.Objects.requireNonNull;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FSDataOutputStream;

/**
 * Has what was written on disk when it is closed, not only in the memory of a DataNode.
 *
 * <p>HDFS throws the very same exception from a failed write and from the close behind it, which
 * try-with-resources cannot add to itself: everything thrown here is an exception of its own.
 */
final class DurableOutput extends FilterOutputStream {

    private final FSDataOutputStream file;
    private final UnaryOperator<IOException> described;
    private boolean closed;

    /**
     * @param described makes a new exception of one that the file system has thrown
     */
    DurableOutput(FSDataOutputStream file, UnaryOperator<IOException> described) {
        super(file);
        this.file = file;
        this.described = requireNonNull(described, "described");
    }

    @Override
    public void write(int octet) throws IOException {
        try {
            file.write(octet);
        } catch (IOException e) {
            throw described.apply(e);
        }
    }

    /** In one piece: the inherited method writes byte by byte. */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            file.write(bytes, from, length);
        } catch (IOException e) {
            throw described.apply(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            file.flush();
        } catch (IOException e) {
            throw described.apply(e);
        }
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
            throw described.apply(e);
        }
    }
}
