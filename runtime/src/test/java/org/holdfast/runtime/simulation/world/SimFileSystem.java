package org.holdfast.runtime.simulation.world;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A {@link SimDisk} as Hadoop sees it. Hadoop makes the one instance; one disk is mounted at a
 * time.
 */
public final class SimFileSystem extends FileSystem {

    static final String ROOT = "sim://disk";

    private static final URI LOCATION = URI.create(ROOT);

    /** Runs are of one thread each, and several may go on. */
    private static final ThreadLocal<SimDisk> MOUNTED = new ThreadLocal<>();

    /** A configuration that knows it. */
    static Configuration configuration() {
        Configuration hadoop = new Configuration(false);
        hadoop.setClass("fs.sim.impl", SimFileSystem.class, FileSystem.class);
        return hadoop;
    }

    static void mount(SimDisk disk) {
        MOUNTED.set(disk);
    }

    private static SimDisk disk() {
        return MOUNTED.get();
    }

    private static String key(Path path) {
        return path.toUri().getPath();
    }

    @Override
    public URI getUri() {
        return LOCATION;
    }

    @Override
    public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
        disk().create(key(path));
        return new FSDataOutputStream(new Writing(key(path)), null);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        return create(path, overwrite);
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
        return new FSDataInputStream(new Reading(disk().read(key(path))));
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return open(path);
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return disk().exists(key(path));
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        return disk().rename(key(from), key(to));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return disk().delete(key(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        List<SimDisk.Entry> entries = disk().list(key(path));
        return entries.stream().map(SimFileSystem::status).toArray(FileStatus[]::new);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        disk().mkdirs(key(path));
        return true;
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        return mkdirs(path);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return status(
                disk().find(key(path))
                        .orElseThrow(() -> new FileNotFoundException(path.toString())));
    }

    private static FileStatus status(SimDisk.Entry entry) {
        return new FileStatus(
                entry.length(),
                !entry.isFile(),
                1,
                1,
                entry.modified(),
                new Path(ROOT + entry.path()));
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException("files are immutable");
    }

    @Override
    public void setWorkingDirectory(Path path) {
        throw new UnsupportedOperationException("names are absolute");
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(ROOT + "/");
    }

    private static final class Writing extends ByteArrayOutputStream implements Syncable {

        private final String path;

        Writing(String path) {
            this.path = path;
        }

        @Override
        public void hflush() {}

        @Override
        public void hsync() throws IOException {
            disk().sync(path, toByteArray());
        }
    }

    private static final class Reading extends ByteArrayInputStream
            implements Seekable, PositionedReadable {

        Reading(byte[] bytes) {
            super(bytes);
        }

        @Override
        public void seek(long position) {
            pos = (int) position;
        }

        @Override
        public long getPos() {
            return pos;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) {
            throw new UnsupportedOperationException("files are read from start to end");
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) {
            throw new UnsupportedOperationException("files are read from start to end");
        }

        @Override
        public void readFully(long position, byte[] buffer) {
            throw new UnsupportedOperationException("files are read from start to end");
        }
    }
}
