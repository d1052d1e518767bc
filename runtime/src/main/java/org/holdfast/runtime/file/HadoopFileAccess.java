package org.holdfast.runtime.file;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.holdfast.api.file.FileAccess;
import org.holdfast.api.file.FileInfo;

/** Files on the file systems of a Hadoop configuration. */
public final class HadoopFileAccess implements FileAccess {

    private final Configuration hadoop;

    public HadoopFileAccess(Configuration hadoop) {
        this.hadoop = requireNonNull(hadoop, "hadoop");
    }

    @Override
    public List<FileInfo> list(String path) throws IOException {
        return at(
                path,
                (files, root) -> {
                    List<FileInfo> found = new ArrayList<>();
                    collect(files, files.getFileStatus(root), found);
                    found.sort(Comparator.comparing(FileInfo::path));
                    return found;
                });
    }

    @Override
    public List<FileInfo> listHidden(String directory) throws IOException {
        try {
            return at(directory, HadoopFileAccess::hiddenFiles);
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public boolean exists(String path) throws IOException {
        return at(path, FileSystem::exists);
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        return at(
                path,
                (files, file) -> {
                    FSDataInputStream in = files.open(file);
                    try {
                        if (offset > 0) { // not every file system can, such as http
                            in.seek(offset);
                        }
                        return in;
                    } catch (IOException | RuntimeException e) {
                        in.close();
                        throw e;
                    }
                });
    }

    @Override
    public OutputStream create(String path) throws IOException {
        return at(
                path,
                (files, file) ->
                        new DurableOutput(files.create(file, false), e -> failed(path, e)));
    }

    @Override
    public void rename(String source, String target) throws IOException {
        at(
                source,
                (files, from) -> {
                    Path to = new Path(target);
                    // HDFS itself refuses to replace a file; not every file system does
                    if (files.exists(to)) {
                        throw alreadyThere(target);
                    }
                    if (!files.rename(from, to)) {
                        throw new IOException(
                                "cannot be renamed to '%s': %s"
                                        .formatted(target, whyNotRenamed(files, from, to)));
                    }
                    return null;
                });
    }

    @Override
    public void delete(String path) throws IOException {
        at(
                path,
                (files, file) -> {
                    try {
                        if (files.getFileStatus(file).isDirectory()) {
                            throw new IOException("is a directory, not a file to delete");
                        }
                        files.delete(file, false);
                    } catch (FileNotFoundException e) {
                        // nothing to delete
                    }
                    return null;
                });
    }

    private static List<FileInfo> hiddenFiles(FileSystem files, Path directory) throws IOException {
        List<FileInfo> found = new ArrayList<>();
        RemoteIterator<FileStatus> entries = files.listStatusIterator(directory);
        while (entries.hasNext()) {
            FileStatus entry = entries.next();
            if (entry.isFile() && entry.getPath().getName().startsWith(".")) {
                found.add(new FileInfo(entry.getPath().toString(), entry.getLen()));
            }
        }
        found.sort(Comparator.comparing(FileInfo::path));
        return found;
    }

    private static void collect(FileSystem files, FileStatus entry, List<FileInfo> found)
            throws IOException {
        if (entry.isFile()) {
            found.add(new FileInfo(entry.getPath().toString(), entry.getLen()));
            return;
        }
        RemoteIterator<FileStatus> below = files.listStatusIterator(entry.getPath());
        while (below.hasNext()) {
            FileStatus next = below.next();
            String name = next.getPath().getName();
            if (!name.startsWith(".") && !name.startsWith("_")) {
                collect(files, next, found);
            }
        }
    }

    private static String whyNotRenamed(FileSystem files, Path from, Path to) throws IOException {
        if (!files.exists(from)) {
            return "there is no such file";
        }
        return files.exists(to) ? "the target exists" : "the file system refused";
    }

    private <R> R at(String path, Operation<R> operation) throws IOException {
        try {
            Path parsed = new Path(path);
            FileSystem files = parsed.getFileSystem(hadoop);
            return operation.on(files, files.makeQualified(parsed));
        } catch (UnsupportedFileSystemException e) {
            throw new IOException(
                    "'%s': no file system for this scheme (%s). Check the path, or add the file system to Hadoop's configuration and class path."
                            .formatted(path, e.getMessage()),
                    e);
        } catch (FileNotFoundException e) {
            throw missing(path, e);
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw alreadyThere(path);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw failed(path, e);
        } catch (IllegalArgumentException e) {
            throw unusable(path, e);
        }
    }

    private static FileNotFoundException missing(String path, FileNotFoundException cause) {
        FileNotFoundException missing =
                new FileNotFoundException("'%s': no such file or directory".formatted(path));
        missing.initCause(cause);
        return missing;
    }

    private static FileAlreadyExistsException alreadyThere(String path) {
        return new FileAlreadyExistsException(path, null, "exists already");
    }

    /** What a NameNode answers carries its stack trace in the message. */
    private static IOException failed(String path, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return new IOException(
                "'%s': %s".formatted(path, message.lines().findFirst().orElse("")), cause);
    }

    /** Hadoop answers with this exception to bad syntax, and to hosts that it cannot resolve. */
    private static IOException unusable(String path, IllegalArgumentException cause) {
        if (cause.getCause() instanceof UnknownHostException host) {
            return new IOException(
                    "'%s': no such host: '%s'. Check the path and HADOOP_CONF_DIR."
                            .formatted(path, host.getMessage()),
                    cause);
        }
        return new IOException("'%s' is not a path: %s".formatted(path, cause.getMessage()), cause);
    }

    private interface Operation<R> {
        R on(FileSystem files, Path path) throws IOException;
    }
}
