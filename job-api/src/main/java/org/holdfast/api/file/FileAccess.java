package org.holdfast.api.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Files on any file system Hadoop knows. A path without a scheme stands on the default file system
 * of the Hadoop configuration. Exceptions name the path and fit on one line, also those of the
 * streams that are written to. Thread-safe.
 */
public interface FileAccess {

    /**
     * The file at {@code path}, or all files below the directory at {@code path}, sorted by path.
     * Names that start with {@code .} or {@code _} are left out.
     *
     * @throws FileNotFoundException if nothing is there
     */
    List<FileInfo> list(String path) throws IOException;

    /**
     * The files in {@code directory}, not below it, whose names start with {@code .}, sorted by
     * path; none if there is no such directory.
     */
    List<FileInfo> listHidden(String directory) throws IOException;

    /** Whether a file or directory is there. */
    boolean exists(String path) throws IOException;

    /**
     * Opens a file for reading.
     *
     * @param offset the first byte to read, 0 to the file's length
     */
    InputStream open(String path, long offset) throws IOException;

    /**
     * Creates a file, and its parent directories; fails if the file exists. When the stream is
     * closed the file is durable, as far as its file system can make it so.
     */
    OutputStream create(String path) throws IOException;

    /**
     * Renames a file; fails if {@code target} exists. Atomic where the file system is (HDFS is).
     */
    void rename(String source, String target) throws IOException;

    /** Deletes a file if it is there; a directory is refused. */
    void delete(String path) throws IOException;
}
