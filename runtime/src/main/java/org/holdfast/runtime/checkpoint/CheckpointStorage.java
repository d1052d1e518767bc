package org.holdfast.runtime.checkpoint;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * Where one job's checkpoints are kept. Called on the main thread, never blocks it; the futures
 * complete on the main thread, and fail with a {@link CheckpointException} that names path and
 * cause.
 */
public interface CheckpointStorage {

    /** Makes the storage of each job. */
    @FunctionalInterface
    interface Factory {

        /** The storage of one job. */
        CheckpointStorage forJob(JobId job, CheckpointSettings settings);
    }

    /** Where the files of an ordinary checkpoint go. It need not exist. */
    String directoryFor(CheckpointId id);

    /**
     * Where the files of a savepoint go: {@code BASE/savepoint-JOB-EPOCH-NUMBER}, with the job's
     * whole id, because many jobs may have one base. It need not exist.
     *
     * @param base as the user wrote it
     */
    String savepointDirectory(String base, CheckpointId id);

    /**
     * Creates a directory.
     *
     * @return its fully qualified name, which is what tasks are told
     */
    CompletableFuture<String> prepare(String directory);

    /**
     * Writes the metadata file, then commits the pointer to it.
     *
     * @param metadata its {@code path} is the prepared directory
     * @return completes with an outcome, not exceptionally
     */
    CompletableFuture<CommitOutcome> commit(CheckpointMetadata metadata);

    /**
     * Finds out what became of a commit whose outcome was unknown.
     *
     * @param metadata what was to be committed
     * @return completes with an outcome, which may still be unknown
     */
    CompletableFuture<CommitOutcome> outcomeOf(CheckpointMetadata metadata);

    /** Removes a prepared directory that will not be committed, with all that is in it. */
    CompletableFuture<Void> discard(String directory);

    /**
     * Removes a committed checkpoint: first its pointer, then its files. A savepoint's files are
     * the user's and stay.
     */
    CompletableFuture<Void> remove(CheckpointMetadata checkpoint);

    /** Removes a committed checkpoint's pointer; its files become the user's. */
    CompletableFuture<Void> release(CheckpointMetadata checkpoint);

    /**
     * The job has ended: removes what aborted checkpoints left behind.
     *
     * @param retained those that were released
     */
    CompletableFuture<Void> clear(Set<CheckpointId> retained);

    /**
     * Reads a savepoint or checkpoint, of this job or another.
     *
     * @param path of its directory or of its metadata file
     */
    CompletableFuture<CheckpointMetadata> load(String path);
}
