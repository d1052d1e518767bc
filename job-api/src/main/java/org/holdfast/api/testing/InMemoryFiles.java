package org.holdfast.api.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.holdfast.api.file.FileAccess;
import org.holdfast.api.file.FileInfo;

/**
 * Files by path, in memory; directories are what paths have in common. A file's content is there
 * when its stream is closed.
 */
public final class InMemoryFiles implements FileAccess {

    private final ConcurrentSkipListMap<String, byte[]> files = new ConcurrentSkipListMap<>();

    /** Creates or replaces a file. */
    public void put(String path, byte[] content) {
        files.put(path, content.clone());
    }

    /**
     * What is in a file.
     *
     * @throws IllegalArgumentException if it is not there
     */
    public byte[] get(String path) {
        byte[] content = files.get(path);
        if (content == null) {
            throw new IllegalArgumentException("no such file: '" + path + "'");
        }
        return content.clone();
    }

    /** The paths of all files, hidden or not, in their order. */
    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    @Override
    public List<FileInfo> list(String path) throws FileNotFoundException {
        if (!exists(path)) {
            throw new FileNotFoundException(path);
        }
        return files.entrySet().stream()
                .filter(e -> e.getKey().equals(path) || e.getKey().startsWith(path + "/"))
                .filter(e -> !e.getKey().substring(path.length()).matches(".*/[._].*"))
                .map(e -> new FileInfo(e.getKey(), e.getValue().length))
                .toList();
    }

    @Override
    public List<FileInfo> listHidden(String directory) {
        String prefix = directory + "/";
        return files.entrySet().stream()
                .filter(e -> e.getKey().startsWith(prefix + "."))
                .filter(e -> e.getKey().indexOf('/', prefix.length()) < 0)
                .map(e -> new FileInfo(e.getKey(), e.getValue().length))
                .toList();
    }

    @Override
    public boolean exists(String path) {
        return files.keySet().stream().anyMatch(p -> p.equals(path) || p.startsWith(path + "/"));
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        byte[] content = files.get(path);
        if (content == null) {
            throw new FileNotFoundException(path);
        }
        InputStream in = new ByteArrayInputStream(content);
        in.skipNBytes(offset);
        return in;
    }

    @Override
    public OutputStream create(String path) throws IOException {
        byte[] empty = new byte[0];
        if (files.putIfAbsent(path, empty) != null) {
            throw new FileAlreadyExistsException(path);
        }
        return new ByteArrayOutputStream() {

            private boolean closed;

            @Override
            public void close() throws IOException {
                if (!closed && !files.replace(path, empty, toByteArray())) {
                    throw new FileNotFoundException(path);
                }
                closed = true;
            }
        };
    }

    @Override
    public synchronized void rename(String source, String target) throws IOException {
        if (files.containsKey(target)) {
            throw new FileAlreadyExistsException(target);
        }
        byte[] content = files.remove(source);
        if (content == null) {
            throw new FileNotFoundException(source);
        }
        files.put(target, content);
    }

    @Override
    public void delete(String path) {
        files.remove(path);
    }
}
