package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.FramedFile;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;

/** The metadata files of checkpoints and savepoints, which may be anywhere. Thread-safe. */
final class CheckpointFiles {

    static final FramedFile FORMAT =
            new FramedFile("HFCP", 1, "checkpoint metadata file", 64 * 1024 * 1024);

    private static final String END = "/" + CheckpointStore.METADATA_FILE;

    private final StorageDirectories directories;

    CheckpointFiles(StorageDirectories directories) {
        this.directories = requireNonNull(directories, "directories");
    }

    /**
     * Reads a file somebody names.
     *
     * @param path of the checkpoint's directory or of the file
     */
    byte[] read(String path) throws IOException {
        String trimmed = path.replaceAll("/+$", "");
        StorageDirectory directory =
                directories.at(trimmed.endsWith(END) ? withoutEnd(trimmed) : trimmed);
        try {
            return FORMAT.read(directory, CheckpointStore.METADATA_FILE);
        } catch (FileNotFoundException e) {
            throw missing(directory, e);
        }
    }

    private static FileNotFoundException missing(
            StorageDirectory directory, FileNotFoundException cause) throws IOException {
        FileNotFoundException missing =
                new FileNotFoundException(
                        directory.exists()
                                ? "%s has no file %s: it is not a savepoint or checkpoint, or it was never completed."
                                        .formatted(directory, CheckpointStore.METADATA_FILE)
                                : "%s: there is no such directory. Check the path."
                                        .formatted(directory));
        missing.initCause(cause);
        return missing;
    }

    /**
     * Reads the file a pointer speaks of.
     *
     * @param path where the pointer stands
     * @throws DamagedMetadataException if it is not there, or not what was written
     */
    byte[] read(CoordinationPath path, MetadataPointer pointer) throws IOException {
        StorageDirectory directory = directory(path, pointer);
        try {
            return FORMAT.read(directory, CheckpointStore.METADATA_FILE, pointer);
        } catch (FileNotFoundException e) {
            throw new DamagedMetadataException(
                    "%s is missing, and %s in the coordination store points to it. Restore it from a copy, choose another checkpoint, or drop the job."
                            .formatted(pointer.path(), path),
                    e);
        }
    }

    /** The directory of the file a pointer speaks of. */
    StorageDirectory directory(CoordinationPath path, MetadataPointer pointer) throws IOException {
        if (!pointer.path().endsWith(END)) {
            throw new DamagedMetadataException(
                    "%s in the coordination store points to %s, which is not a %s. Choose another checkpoint, or drop the job."
                            .formatted(path, pointer.path(), FORMAT.content()));
        }
        return directories.at(withoutEnd(pointer.path()));
    }

    private static String withoutEnd(String path) {
        return path.substring(0, path.length() - END.length());
    }
}
