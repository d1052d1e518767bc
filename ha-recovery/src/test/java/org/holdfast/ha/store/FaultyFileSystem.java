package org.holdfast.ha.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system, which tells what is asked of it and fails when told to. Hadoop makes the
 * instances: what they share is static, and for one test at a time.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {

    /** What can fail. */
    enum Step {
        CREATE,
        WRITE,
        HSYNC,
        CLOSE,
        DELETE,
        LIST,
        OPEN
    }

    private static final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
    private static volatile Step failing;

    /** A configuration with this file system for {@code file:}. */
    static Configuration configuration() {
        Configuration hadoop = new Configuration(false);
        hadoop.setClass("fs.file.impl", FaultyFileSystem.class, RawLocalFileSystem.class);
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        return hadoop;
    }

    /** What was done since the last call, in order; {@code WRITE} and {@code OPEN} excepted. */
    static List<Step> takeSteps() {
        List<Step> taken = List.copyOf(steps);
        steps.clear();
        return taken;
    }

    /** The next such step fails, one time. */
    static void failNext(Step step) {
        failing = step;
    }

    /** Whether the step that was to fail was never taken; it does not fail any more. */
    static boolean takeFailing() {
        boolean left = failing != null;
        failing = null;
        return left;
    }

    private static void on(Step step) throws IOException {
        if (step != Step.WRITE && step != Step.OPEN) {
            steps.add(step);
        }
        if (step == failing) {
            failing = null;
            throw new IOException(step + ": no space left on device");
        }
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        on(Step.CREATE);
        return new FSDataOutputStream(
                new FaultyOutput(
                        super.create(
                                path, overwrite, bufferSize, replication, blockSize, progress)),
                null);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        on(Step.DELETE);
        return super.delete(path, recursive);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        on(Step.LIST);
        return super.listStatus(path);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        on(Step.OPEN);
        return super.open(path, bufferSize);
    }

    /** Without native code this would start a process for each file. */
    @Override
    public void setPermission(Path path, FsPermission permission) {}

    private static final class FaultyOutput extends FilterOutputStream implements Syncable {

        private final FSDataOutputStream file;

        FaultyOutput(FSDataOutputStream file) {
            super(file);
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int half = length / 2;
            file.write(bytes, offset, half);
            on(Step.WRITE);
            file.write(bytes, offset + half, length - half);
        }

        @Override
        public void hflush() throws IOException {
            file.hflush();
        }

        @Override
        public void hsync() throws IOException {
            on(Step.HSYNC);
            file.hsync();
        }

        @Override
        public void close() throws IOException {
            try (OutputStream closing = file) {
                on(Step.CLOSE);
            }
        }
    }
}
