package org.holdfast.api.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.TreeMap;

/** Files by path; directories are what paths have in common. */
public final class InMemoryFiles implements FileAccess {

    private final TreeMap<String, byte[]> files = new TreeMap<>();

    public void put(String path, byte[] content) {
        files.put(path, content);
    }

    public byte[] get(String path) {
        return files.get(path);
    }

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
        if (files.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        files.put(path, new byte[0]);
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                if (files.replace(path, toByteArray()) == null) {
                    throw new FileNotFoundException(path);
                }
            }
        };
    }

    @Override
    public void rename(String source, String target) throws IOException {
        if (files.containsKey(target)) {
            throw new FileAlreadyExistsException(target);
        }
        if (!files.containsKey(source)) {
            throw new FileNotFoundException(source);
        }
        files.put(target, files.remove(source));
    }

    @Override
    public void delete(String path) {
        files.remove(path);
    }
}
