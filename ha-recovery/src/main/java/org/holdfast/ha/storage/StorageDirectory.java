package org.holdfast.ha.storage;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Immutable files below one directory. Names are relative: segments of letters, digits, {@code .},
 * {@code _} and {@code -}, separated by {@code /}; any other name is refused with an {@link
 * IllegalArgumentException}. Thread-safe; all calls block.
 */
public final class StorageDirectory {

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}");

    private final FileSystem fileSystem;
    private final Path root;

    private StorageDirectory(FileSystem fileSystem, Path root) {
        this.fileSystem = fileSystem;
        this.root = root;
    }

    /**
     * Opens the directory at {@code root}; it is created with the first file in it.
     *
     * @param root with or without a scheme; without one, on the default file system
     * @throws IOException if there is no such file system
     */
    public static StorageDirectory open(URI root, Configuration hadoop) throws IOException {
        return open(new Path(requireNonNull(root, "root")), hadoop);
    }

    static StorageDirectory open(Path path, Configuration hadoop) throws IOException {
        FileSystem fileSystem = path.getFileSystem(hadoop);
        return new StorageDirectory(fileSystem, fileSystem.makeQualified(path));
    }

    /** The directory of this name in here, whether it exists or not. */
    public StorageDirectory child(String name) {
        return new StorageDirectory(fileSystem, path(name));
    }

    /** Where the file with this name is, whether it exists or not; fully qualified. */
    public URI uri(String name) {
        return path(name).toUri();
    }

    /**
     * Starts a new file. What was written is on disk when the stream was closed without an error;
     * until then the file may be empty or partial.
     *
     * @throws IOException if the name is taken, or the file cannot be created
     */
    public OutputStream create(String name) throws IOException {
        return new SyncedOutput(newFile(path(name)));
    }

    /**
     * Writes a new file; it is on disk when this returns.
     *
     * @throws IOException if the name is taken (the file there is left alone), or writing failed: a
     *     partial file may stay
     */
    public void write(String name, byte[] content) throws IOException {
        try (OutputStream out = create(name)) {
            out.write(content);
        }
    }

    private FSDataOutputStream newFile(Path path) throws IOException {
        try {
            return fileSystem.create(path, false);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(path + " exists already and is never overwritten", e);
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws FileNotFoundException if there is none
     * @throws DamagedMetadataException if it is longer than {@code maxBytes}, or the file system
     *     finds no copy with the right checksum
     */
    public byte[] read(String name, int maxBytes) throws IOException {
        try (InputStream in = open(name)) {
            byte[] content = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw new DamagedMetadataException(
                        path(name) + " is longer than " + maxBytes + " bytes, refused to read it");
            }
            return content;
        } catch (ChecksumException e) {
            throw new DamagedMetadataException(
                    "%s is damaged: the file system finds a wrong checksum. Use another, or a copy."
                            .formatted(path(name)),
                    e);
        }
    }

    /**
     * Opens a file for reading.
     *
     * @throws FileNotFoundException if there is none
     */
    public InputStream open(String name) throws IOException {
        return fileSystem.open(path(name));
    }

    /** Whether there is a file, or a directory, of this name. */
    public boolean exists(String name) throws IOException {
        return fileSystem.exists(path(name));
    }

    /**
     * Gives a finished file its lasting name.
     *
     * @return false if {@code name} is taken; both files are then left as they are. Only HDFS and
     *     its like decide this atomically; elsewhere two writers of one name must write the same
     *     content
     */
    public boolean rename(String finished, String name) throws IOException {
        Path from = path(finished);
        Path to = path(name);
        if (fileSystem.exists(to)) {
            return false;
        }
        fileSystem.mkdirs(to.getParent());
        if (fileSystem.rename(from, to)) {
            return true;
        }
        if (fileSystem.exists(to)) {
            return false;
        }
        throw new IOException("Could not rename " + from + " to " + to);
    }

    /**
     * Deletes a file.
     *
     * @return false if there was none
     */
    public boolean delete(String name) throws IOException {
        return fileSystem.delete(path(name), false);
    }

    /** Creates the directory itself, and those it is in; does nothing if it is there. */
    public void create() throws IOException {
        if (!fileSystem.mkdirs(root)) {
            throw new IOException(root + " could not be created");
        }
    }

    /** Whether the directory itself exists. */
    public boolean exists() throws IOException {
        return fileSystem.exists(root);
    }

    /** Deletes the directory itself, with all that is in it; does nothing if it is not there. */
    public void deleteAll() throws IOException {
        if (!fileSystem.delete(root, true) && fileSystem.exists(root)) {
            throw new IOException(root + " could not be deleted");
        }
    }

    /** The names of the files and directories directly below this one, sorted. */
    public List<String> list() throws IOException {
        return list(root);
    }

    /** The names of the files and directories directly below a directory, sorted. */
    public List<String> list(String directory) throws IOException {
        return list(path(directory));
    }

    /** The files directly below this one, sorted by name; none if it does not exist. */
    public List<StoredFile> files() throws IOException {
        return files(root);
    }

    /** The files directly below a directory, sorted by name; none if it does not exist. */
    public List<StoredFile> files(String directory) throws IOException {
        return files(path(directory));
    }

    private List<StoredFile> files(Path directory) throws IOException {
        return statuses(directory)
                .filter(FileStatus::isFile)
                .map(
                        file ->
                                new StoredFile(
                                        file.getPath().getName(),
                                        file.getLen(),
                                        file.getModificationTime()))
                .sorted(Comparator.comparing(StoredFile::name))
                .toList();
    }

    private List<String> list(Path directory) throws IOException {
        return statuses(directory).map(FileStatus::getPath).map(Path::getName).sorted().toList();
    }

    private Stream<FileStatus> statuses(Path directory) throws IOException {
        try {
            return Arrays.stream(fileSystem.listStatus(directory));
        } catch (FileNotFoundException e) {
            return Stream.empty();
        }
    }

    private Path path(String name) {
        for (String segment : name.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException(
                        "file name: '"
                                + name
                                + "' (expected: letters, digits, '.', '_', '-', separated by '/',"
                                + " no segment starting with '.')");
            }
        }
        return new Path(root, name);
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
