package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.FramedFile;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;

/**
 * Completed checkpoints: a metadata file in a directory of the checkpoint's own, and a pointer to
 * it per job and checkpoint. The creation of the pointer is the moment a checkpoint becomes valid;
 * it is refused when another epoch has begun. Thread-safe; all calls block.
 */
public final class CheckpointStore {

    /** The metadata file's name in its directory. */
    public static final String METADATA_FILE = "_metadata";

    /** Leaves room in a pointer for the file's name, length and digest. */
    private static final int MAX_DIRECTORY_BYTES = 896;

    private static final FramedFile FORMAT =
            new FramedFile("HFCP", 1, "checkpoint metadata file", 64 * 1024 * 1024);

    private final CoordinationStore coordination;
    private final LeaderEpoch epoch;
    private final StorageDirectories directories;

    /**
     * @param epoch in whose name checkpoints are committed and removed
     */
    public CheckpointStore(
            CoordinationStore coordination, LeaderEpoch epoch, StorageDirectories directories) {
        this.coordination = requireNonNull(coordination, "coordination");
        this.epoch = requireNonNull(epoch, "epoch");
        this.directories = requireNonNull(directories, "directories");
    }

    /**
     * A directory for checkpoints, which need not exist.
     *
     * @param path as a user wrote it
     */
    public StorageDirectory directory(String path) throws IOException {
        return directories.at(path);
    }

    /**
     * Creates a checkpoint's own directory.
     *
     * @throws IOException if it cannot be created, or its name is too long to be pointed to
     */
    public StorageDirectory prepare(String path) throws IOException {
        StorageDirectory directory = directories.at(path);
        int bytes = directory.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_DIRECTORY_BYTES) {
            throw new IOException(
                    "its name has %d bytes (expected: at most %d). Use a directory with a shorter name."
                            .formatted(bytes, MAX_DIRECTORY_BYTES));
        }
        directory.create();
        return directory;
    }

    /**
     * Writes the metadata file, then commits the pointer to it.
     *
     * @param directory the checkpoint's own
     * @return the pointer
     * @throws FencedException if another epoch has begun; nothing was committed
     * @throws UnknownOutcomeException if it may be committed or not; {@link #find} tells, once it
     *     answers
     * @throws IOException if it is not committed; the metadata file may be there
     */
    public MetadataPointer commit(
            String job, String checkpoint, StorageDirectory directory, byte[] metadata)
            throws IOException {
        MetadataPointer pointer = FORMAT.write(directory, METADATA_FILE, metadata);
        CoordinationPath path = path(job, checkpoint);
        try {
            coordination.commit(epoch, new Transaction().create(path, pointer.encode()));
            return pointer;
        } catch (UnknownOutcomeException e) {
            if (isThere(path, pointer, e)) {
                return pointer;
            }
            throw new IOException(
                    "The pointer to %s was not committed: %s"
                            .formatted(pointer.path(), e.getMessage()),
                    e);
        }
    }

    private boolean isThere(
            CoordinationPath path, MetadataPointer pointer, UnknownOutcomeException unknown)
            throws UnknownOutcomeException {
        try {
            return coordination.read(path).equals(Optional.of(pointer.encode()));
        } catch (IOException e) {
            unknown.addSuppressed(e);
            throw unknown;
        }
    }

    /** The pointer to a checkpoint; empty if it is not committed. */
    public Optional<MetadataPointer> find(String job, String checkpoint) throws IOException {
        Optional<String> pointer = coordination.read(path(job, checkpoint));
        return pointer.isEmpty()
                ? Optional.empty()
                : Optional.of(MetadataPointer.decode(pointer.get()));
    }

    /** The committed checkpoints of a job, sorted as text. */
    public List<String> list(String job) throws IOException {
        return coordination.children(parent(job));
    }

    /**
     * Removes a checkpoint's pointer, and leaves its files alone. Does nothing if there is none.
     *
     * @throws FencedException if another epoch has begun; nothing was removed
     */
    public void release(String job, String checkpoint) throws IOException {
        CoordinationPath path = path(job, checkpoint);
        if (coordination.read(path).isEmpty()) {
            return;
        }
        try {
            coordination.commit(epoch, new Transaction().delete(path));
        } catch (UnknownOutcomeException e) {
            if (coordination.read(path).isPresent()) {
                throw e;
            }
        }
    }

    /**
     * Removes a checkpoint: first its pointer, then its directory with all that is in it.
     *
     * @throws FencedException if another epoch has begun; nothing was removed
     */
    public void remove(String job, String checkpoint, StorageDirectory directory)
            throws IOException {
        release(job, checkpoint);
        directory.deleteAll();
    }

    /**
     * Reads the metadata of a checkpoint or savepoint, whoever wrote it.
     *
     * @param path of its directory or of the metadata file
     * @throws IOException saying which file, and why it cannot be used
     */
    public byte[] read(String path) throws IOException {
        return read(directories, path);
    }

    /** {@link #read(String)} without a cluster: no epoch is needed to read. */
    public static byte[] read(StorageDirectories directories, String path) throws IOException {
        String trimmed = path.replaceAll("/+$", "");
        String directory =
                trimmed.endsWith("/" + METADATA_FILE)
                        ? trimmed.substring(0, trimmed.length() - METADATA_FILE.length() - 1)
                        : trimmed;
        StorageDirectory opened = directories.at(directory);
        try {
            return FORMAT.read(opened, METADATA_FILE);
        } catch (FileNotFoundException e) {
            throw missing(opened, e);
        }
    }

    private static FileNotFoundException missing(
            StorageDirectory directory, FileNotFoundException cause) throws IOException {
        FileNotFoundException missing =
                new FileNotFoundException(
                        directory.exists()
                                ? "%s has no file %s: it is not a savepoint or checkpoint, or it was never completed."
                                        .formatted(directory, METADATA_FILE)
                                : "%s: there is no such directory. Check the path."
                                        .formatted(directory));
        missing.initCause(cause);
        return missing;
    }

    private static CoordinationPath parent(String job) {
        return new CoordinationPath("jobs/" + job + "/checkpoints");
    }

    private static CoordinationPath path(String job, String checkpoint) {
        return parent(job).child(checkpoint);
    }
}
