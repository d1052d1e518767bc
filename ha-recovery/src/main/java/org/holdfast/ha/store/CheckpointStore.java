package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.FramedFile.Framed;
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

    /** By epoch, then by number; as text 10-1 would come before 9-1. */
    static final Comparator<String> IN_ORDER =
            Comparator.comparingLong((String id) -> part(id, 1))
                    .thenComparingLong(id -> part(id, 2));

    private static final Pattern ID = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /** Fault points; the coordinator of checkpoints hits the others. */
    private static final FaultSteps STEPS = new FaultSteps("", "C4", "C5", "C6", "C7");

    private static final String BEFORE_RELEASE = "C9";
    private static final String RELEASED = "C10";
    private static final String DELETE = "C11";

    private final FencedPointers pointers;
    private final StorageDirectories directories;
    private final CheckpointFiles files;

    /**
     * @param epoch in whose name checkpoints are committed and removed
     */
    public CheckpointStore(
            CoordinationStore coordination, LeaderEpoch epoch, StorageDirectories directories) {
        pointers = new FencedPointers(coordination, epoch);
        this.directories = requireNonNull(directories, "directories");
        files = new CheckpointFiles(directories);
    }

    static boolean isId(String name) {
        return ID.matcher(name).matches();
    }

    /** The epoch in which a checkpoint was taken. */
    static long epochOf(String id) {
        return part(id, 1);
    }

    private static long part(String id, int group) {
        Matcher form = ID.matcher(id);
        return form.matches() ? Long.parseLong(form.group(group)) : 0;
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
        CoordinationPath path = path(job, checkpoint);
        Framed file = CheckpointFiles.FORMAT.frame(directory, METADATA_FILE, metadata);
        STEPS.write(directory, file);
        pointers.commit(new Transaction().create(path, file.pointer().encode()), STEPS.send());
        FaultSteps.hit(STEPS.done());
        return file.pointer();
    }

    /** The pointer to a checkpoint; empty if it is not committed. */
    public Optional<MetadataPointer> find(String job, String checkpoint) throws IOException {
        return pointers.find(path(job, checkpoint));
    }

    /**
     * Whether a checkpoint of this epoch is committed.
     *
     * @throws FencedException if another epoch has begun, whose leader may have removed it again
     */
    public boolean isCommitted(String job, String checkpoint) throws IOException {
        boolean found = find(job, checkpoint).isPresent();
        pointers.requireCurrent("tell whether checkpoint " + checkpoint + " is committed");
        return found;
    }

    /**
     * The committed checkpoints of a job, from the oldest to the latest.
     *
     * @throws DamagedMetadataException if there is a name that is no checkpoint's
     */
    public List<String> list(String job) throws IOException {
        CoordinationPath parent = JobPaths.checkpoints(job);
        List<String> ids = new ArrayList<>(pointers.children(parent));
        for (String id : ids) {
            if (!isId(id)) {
                throw new DamagedMetadataException(
                        "%s in the coordination store is no checkpoint: '%s' (expected: EPOCH-NUMBER). Delete it, or drop the job."
                                .formatted(parent.child(id), id));
            }
        }
        ids.sort(IN_ORDER);
        return ids;
    }

    /**
     * Reads the metadata of all committed checkpoints of a job.
     *
     * @throws DamagedMetadataException if the latest cannot be used: an older one never takes its
     *     place unless an operator says so. The message names the file
     * @throws IOException if there was no answer
     */
    public CommittedCheckpoints loadAll(String job) throws IOException {
        List<String> ids = list(job);
        List<CommittedCheckpoint> readable = new ArrayList<>();
        Map<String, String> damaged = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            try {
                load(job, id).ifPresent(readable::add);
            } catch (DamagedMetadataException e) {
                if (i == ids.size() - 1) {
                    throw new DamagedMetadataException(
                            "The latest checkpoint %s of job %s cannot be used: %s"
                                    .formatted(id, job, e.getMessage()),
                            e);
                }
                damaged.put(id, e.getMessage());
            }
        }
        return new CommittedCheckpoints(readable, damaged);
    }

    /**
     * Reads the metadata of one committed checkpoint.
     *
     * @return empty only if it is not committed
     * @throws DamagedMetadataException if it is, but cannot be used: the message names the file
     * @throws IOException if there was no answer
     */
    public Optional<CommittedCheckpoint> load(String job, String checkpoint) throws IOException {
        CoordinationPath path = path(job, checkpoint);
        Optional<MetadataPointer> pointer = pointers.find(path);
        return pointer.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new CommittedCheckpoint(
                                checkpoint, pointer.get(), files.read(path, pointer.get())));
    }

    /**
     * Removes a checkpoint's pointer, and leaves its files alone. Does nothing if there is none.
     *
     * @throws FencedException if another epoch has begun; nothing was removed
     * @throws UnknownOutcomeException if it may be removed or not; may be repeated
     * @throws IOException if it was not removed
     */
    public void release(String job, String checkpoint) throws IOException {
        pointers.delete(path(job, checkpoint), BEFORE_RELEASE);
    }

    /**
     * Removes a checkpoint: first its pointer, then its directory with all that is in it.
     *
     * @throws FencedException if another epoch has begun; nothing was removed
     */
    public void remove(String job, String checkpoint, StorageDirectory directory)
            throws IOException {
        release(job, checkpoint);
        FaultSteps.hit(RELEASED);
        FaultSteps.hit(DELETE);
        directory.deleteAll();
        FaultSteps.hitAfter(DELETE);
    }

    /**
     * Reads the metadata of a checkpoint or savepoint, whoever wrote it.
     *
     * @param path of its directory or of the metadata file
     * @throws IOException saying which file, and why it cannot be used
     */
    public byte[] read(String path) throws IOException {
        return files.read(path);
    }

    /** {@link #read(String)} without a cluster: no epoch is needed to read. */
    public static byte[] read(StorageDirectories directories, String path) throws IOException {
        return new CheckpointFiles(directories).read(path);
    }

    private static CoordinationPath path(String job, String checkpoint) {
        return JobPaths.checkpoints(job).child(checkpoint);
    }
}
