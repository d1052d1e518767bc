package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.leader.ConflictException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How jobs ended. A job has a result from the one transaction on that takes it out of the {@link
 * JobGraphStore}; the first result stays. It is dirty until all that is left of the job is gone.
 * Thread-safe; all calls block. A job id has 32 lower-case hexadecimal digits; anything else is
 * refused with an {@link IllegalArgumentException}.
 */
public final class JobResultStore {

    private static final Logger log = LoggerFactory.getLogger(JobResultStore.class);
    private static final FaultSteps STEPS = MetadataKind.RESULT.steps();
    private static final String MARK_CLEAN = "X9";

    private final FencedPointers pointers;
    private final MetadataFiles files;
    private final boolean deleteOnCommit;

    /**
     * @param epoch in whose name results are stored
     * @param directory where the files are, {@code job-result-store.storage-path}
     * @param deleteOnCommit whether a result is deleted when it becomes clean, {@code
     *     job-result-store.delete-on-commit}
     */
    public JobResultStore(
            CoordinationStore coordination,
            LeaderEpoch epoch,
            StorageDirectory directory,
            boolean deleteOnCommit) {
        pointers = new FencedPointers(coordination, epoch);
        files = new MetadataFiles(MetadataKind.RESULT, directory, "");
        this.deleteOnCommit = deleteOnCommit;
    }

    /**
     * Ends a job: its result becomes durable and dirty, and its graph is no longer to be run, both
     * at once.
     *
     * @return false if it had a result already, which stays
     * @throws ConflictException if there is no such job
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws UnknownOutcomeException if it may have ended or not; finish it again
     * @throws IOException if it has not ended
     */
    public boolean finish(String job, byte[] result) throws IOException {
        CoordinationPath path = JobPaths.result(job);
        MetadataPointer pointer =
                files.write(job, 1, pointers.epoch(), requireNonNull(result, "result")).pointer();
        try {
            pointers.commit(
                    new Transaction()
                            .create(path, new ResultEntry(true, pointer).encode())
                            .delete(JobPaths.graph(job)),
                    STEPS.send());
            return true;
        } catch (ConflictException e) {
            files.discard(pointer);
            if (pointers.value(path).isEmpty()) {
                throw e;
            }
            return false;
        }
    }

    /** The ids of all jobs that have a result, sorted. */
    public List<String> list() throws IOException {
        List<String> names = pointers.children(JobPaths.RESULTS);
        names.stream()
                .filter(name -> !JobPaths.isJob(name))
                .forEach(
                        name ->
                                log.warn(
                                        "results/{} in the coordination store is no result: the name is no job's. It is ignored",
                                        name));
        return names.stream().filter(JobPaths::isJob).toList();
    }

    /**
     * The ids of all jobs of which something may be left, sorted. One whose entry is damaged is
     * among them.
     */
    public List<String> listDirty() throws IOException {
        List<String> dirty = new ArrayList<>();
        for (String job : list()) {
            Optional<String> value = pointers.value(JobPaths.result(job));
            if (value.isPresent() && !ResultEntry.isClean(value.get())) {
                dirty.add(job);
            }
        }
        return dirty;
    }

    /**
     * Whether a job has ended, so that it must never run again; true also if its result is damaged.
     */
    public boolean contains(String job) throws IOException {
        return pointers.value(JobPaths.result(job)).isPresent();
    }

    /**
     * Reads a result.
     *
     * @return empty only if there is no entry
     * @throws DamagedMetadataException if there is an entry, but not what was stored: the message
     *     names the file and says what to do
     * @throws IOException if there was no answer
     */
    public Optional<JobResult> find(String job) throws IOException {
        CoordinationPath path = JobPaths.result(job);
        Optional<String> value = pointers.value(path);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        ResultEntry entry = ResultEntry.decode(path, value.get());
        return Optional.of(
                new JobResult(job, entry.dirty(), files.read(path, job, entry.pointer())));
    }

    /**
     * Says that nothing is left of a job: its result is clean from now on, or deleted, entry first
     * and file after. Does nothing if that has been said before.
     *
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws UnknownOutcomeException if it may be clean or not; mark it again
     * @throws IOException if it is still dirty
     */
    void markClean(String job) throws IOException {
        CoordinationPath path = JobPaths.result(job);
        Optional<String> value = pointers.value(path);
        if (deleteOnCommit) {
            pointers.delete(path, MARK_CLEAN);
            files.deleteAllOf(job, pointers.epoch());
        } else if (value.isPresent() && !ResultEntry.isClean(value.get())) {
            MetadataPointer pointer = ResultEntry.decode(path, value.get()).pointer();
            pointers.commit(
                    new Transaction().replace(path, new ResultEntry(false, pointer).encode()),
                    MARK_CLEAN);
        }
    }
}
