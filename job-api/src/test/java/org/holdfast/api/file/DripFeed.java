package org.holdfast.api.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;

/** Gives readers of another file system one to four bytes at a time. */
record DripFeed(FileAccess files, Random random) implements FileAccess {

    @Override
    public InputStream open(String path, long offset) throws IOException {
        return new FilterInputStream(files.open(path, offset)) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return super.read(bytes, from, Math.min(length, 1 + random.nextInt(4)));
            }
        };
    }

    @Override
    public List<FileInfo> list(String path) throws IOException {
        return files.list(path);
    }

    @Override
    public List<FileInfo> listHidden(String directory) throws IOException {
        return files.listHidden(directory);
    }

    @Override
    public boolean exists(String path) throws IOException {
        return files.exists(path);
    }

    @Override
    public OutputStream create(String path) throws IOException {
        return files.create(path);
    }

    @Override
    public void rename(String source, String target) throws IOException {
        files.rename(source, target);
    }

    @Override
    public void delete(String path) throws IOException {
        files.delete(path);
    }
}
