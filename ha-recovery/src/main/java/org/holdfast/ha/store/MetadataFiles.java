package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.FramedFile.Framed;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.storage.StoredFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The immutable files of one kind, in one directory. A file that was written here has no effect
 * until its pointer is committed. Thread-safe; all calls block.
 */
final class MetadataFiles {

    private static final Logger log = LoggerFactory.getLogger(MetadataFiles.class);

    private final MetadataKind kind;
    private final StorageDirectory directory;
    private final String folder;

    /**
     * @param folder the directory's own name for where the files are, empty for itself
     */
    MetadataFiles(MetadataKind kind, StorageDirectory directory, String folder) {
        this.kind = requireNonNull(kind, "kind");
        this.directory = requireNonNull(directory, "directory");
        this.folder = requireNonNull(folder, "folder");
    }

    /**
     * Writes a new file; it is on disk when this returns. A partial file may stay when this fails.
     *
     * @throws IOException if the content is too long, and nothing was written, or writing failed
     */
    Framed write(String job, long sequence, LeaderEpoch epoch, byte[] content) throws IOException {
        String name = MetadataFileName.next(kind, job, sequence, epoch).toString();
        Framed file = kind.format().frame(directory, inFolder(name), content);
        kind.steps().write(directory, file);
        return file;
    }

    /**
     * Reads what a pointer speaks of.
     *
     * @param path where the pointer stands
     * @throws DamagedMetadataException if it is not there, or not what was written
     */
    byte[] read(CoordinationPath path, String job, MetadataPointer pointer) throws IOException {
        String name = requireOwn(path, job, pointer).toString();
        try {
            return kind.format().read(directory, inFolder(name), pointer);
        } catch (FileNotFoundException e) {
            throw new DamagedMetadataException(
                    "%s is missing, and %s in the coordination store points to it. Restore it from a copy, or drop the job."
                            .formatted(directory.uri(inFolder(name)), path),
                    e);
        }
    }

    /** The name of the file a pointer speaks of, which must be one of these files and the job's. */
    MetadataFileName requireOwn(CoordinationPath path, String job, MetadataPointer pointer)
            throws DamagedMetadataException {
        String file = fileName(pointer);
        Optional<MetadataFileName> name =
                MetadataFileName.parse(file)
                        .filter(own -> own.kind() == kind && own.job().equals(job));
        if (name.isEmpty() || !pointer.path().endsWith("/" + inFolder(file))) {
            throw new DamagedMetadataException(
                    "%s in the coordination store points to %s, which is not a %s of this job. Restore it from a copy, or drop the job."
                            .formatted(path, pointer.path(), kind.format().content()));
        }
        return name.get();
    }

    /** Removes a file that nothing points to; one that cannot be removed now is for later. */
    void discard(MetadataPointer pointer) {
        String name = inFolder(fileName(pointer));
        try {
            directory.delete(name);
        } catch (IOException e) {
            log.warn("{} is left behind: {}", directory.uri(name), e.getMessage());
        }
    }

    /**
     * Removes a job's files of this kind to which nothing points any more.
     *
     * @param epoch files of later ones are not this leader's to judge, and stay
     */
    void deleteAllOf(String job, LeaderEpoch epoch) throws IOException {
        for (StoredFile stored : list()) {
            boolean own =
                    MetadataFileName.parse(stored.name())
                            .filter(file -> file.kind() == kind && file.job().equals(job))
                            .filter(file -> file.epoch().compareTo(epoch) <= 0)
                            .isPresent();
            if (own) {
                directory.delete(inFolder(stored.name()));
            }
        }
    }

    /** What is in the folder, of this kind or not. */
    private List<StoredFile> list() throws IOException {
        return folder.isEmpty() ? directory.files() : directory.files(folder);
    }

    private static String fileName(MetadataPointer pointer) {
        return pointer.path().substring(pointer.path().lastIndexOf('/') + 1);
    }

    private String inFolder(String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
