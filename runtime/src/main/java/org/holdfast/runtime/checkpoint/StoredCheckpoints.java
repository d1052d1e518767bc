package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.CheckpointStore;
import org.holdfast.runtime.jobgraph.JobId;

/** One job's checkpoints as files and pointers. */
public final class StoredCheckpoints implements CheckpointStorage {

    private static final Pattern OWN_DIRECTORY = Pattern.compile("chk-([0-9]{1,9})-([0-9]{1,9})");

    private final JobId job;
    private final String root;
    private final int epoch;
    private final CheckpointStore store;
    private final Executor io;
    private final Executor mainThread;

    /**
     * @param root the job's own directory, as {@link CheckpointRoots} says
     * @param epoch of this JobManager
     * @param io runs what blocks; if it refuses, the operation has failed
     * @param mainThread completes the futures
     */
    public StoredCheckpoints(
            JobId job,
            String root,
            int epoch,
            CheckpointStore store,
            Executor io,
            Executor mainThread) {
        this.job = requireNonNull(job, "job");
        this.root = requireNonNull(root, "root");
        this.epoch = epoch;
        this.store = requireNonNull(store, "store");
        this.io = requireNonNull(io, "io");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    @Override
    public String directoryFor(CheckpointId id) {
        return root + "/chk-" + id;
    }

    @Override
    public String savepointDirectory(String base, CheckpointId id) {
        return "%s/savepoint-%s-%s".formatted(base.replaceAll("/+$", ""), job.hex(), id);
    }

    @Override
    public CompletableFuture<String> prepare(String directory) {
        return away(directory + " cannot be created", () -> store.prepare(directory).toString());
    }

    @Override
    public CompletableFuture<CommitOutcome> commit(CheckpointMetadata metadata) {
        CompletableFuture<CommitOutcome> decision =
                away(
                        "checkpoint %s was not stored in %s"
                                .formatted(metadata.id(), metadata.path()),
                        () -> {
                            StorageDirectory directory = store.directory(metadata.path());
                            CheckpointMetadata stored = withFile(metadata, directory);
                            byte[] json = CheckpointMetadataJson.write(stored);
                            store.commit(job.hex(), metadata.id().toString(), directory, json);
                            return new CommitOutcome.Committed(stored);
                        });
        return decision.exceptionally(StoredCheckpoints::outcomeAfter);
    }

    /**
     * What fails before the transaction is sent leaves nothing open. Who is fenced does not know,
     * and must do nothing: the answer may have been lost to a commit that the next leader counts
     * on.
     */
    private static CommitOutcome outcomeAfter(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause instanceof UnknownOutcomeException
                        || cause instanceof FencedException
                        || cause instanceof Error
                ? new CommitOutcome.Unknown(failure.getMessage())
                : new CommitOutcome.Refused(failure.getMessage());
    }

    @Override
    public CompletableFuture<CommitOutcome> outcomeOf(CheckpointMetadata metadata) {
        CompletableFuture<CommitOutcome> decision =
                away(
                        "the pointer to " + metadata.path() + " cannot be read",
                        () -> {
                            StorageDirectory directory = store.directory(metadata.path());
                            return store.isCommitted(job.hex(), metadata.id().toString())
                                    ? new CommitOutcome.Committed(withFile(metadata, directory))
                                    : new CommitOutcome.Refused("its pointer was not committed");
                        });
        return decision.exceptionally(failure -> new CommitOutcome.Unknown(failure.getMessage()));
    }

    private static CheckpointMetadata withFile(
            CheckpointMetadata metadata, StorageDirectory directory) {
        return new CheckpointMetadata(
                metadata.id(),
                metadata.kind(),
                metadata.job(),
                metadata.jobName(),
                metadata.triggerTime(),
                directory.uri(CheckpointStore.METADATA_FILE).toString(),
                metadata.operators());
    }

    @Override
    public CompletableFuture<Void> discard(String directory) {
        return away(directory + " cannot be removed", () -> deleteAll(directory));
    }

    private Void deleteAll(String directory) throws IOException {
        store.directory(directory).deleteAll();
        return null;
    }

    @Override
    public CompletableFuture<Void> remove(CheckpointMetadata checkpoint) {
        return away(
                "checkpoint %s in %s cannot be removed"
                        .formatted(checkpoint.id(), checkpoint.path()),
                () -> {
                    StorageDirectory own = store.directory(directoryFor(checkpoint.id()));
                    String metadataFile = own.uri(CheckpointStore.METADATA_FILE).toString();
                    if (metadataFile.equals(checkpoint.path())) {
                        store.remove(job.hex(), checkpoint.id().toString(), own);
                    } else {
                        store.release(job.hex(), checkpoint.id().toString());
                    }
                    return null;
                });
    }

    @Override
    public CompletableFuture<Void> release(CheckpointMetadata checkpoint) {
        return away(
                "the pointer to %s cannot be removed".formatted(checkpoint.path()),
                () -> {
                    store.release(job.hex(), checkpoint.id().toString());
                    return null;
                });
    }

    @Override
    public CompletableFuture<Void> clear(Set<CheckpointId> retained) {
        return away(
                root + " cannot be removed",
                () -> {
                    StorageDirectory own = store.directory(root);
                    boolean empty = true;
                    for (String name : own.list()) {
                        if (isLeftover(name, retained)) {
                            deleteAll(root + "/" + name);
                        } else {
                            empty = false;
                        }
                    }
                    if (empty) {
                        own.deleteAll();
                    }
                    return null;
                });
    }

    /** A later JobManager's checkpoints are not this one's to judge. */
    private boolean isLeftover(String name, Set<CheckpointId> retained) {
        Matcher own = OWN_DIRECTORY.matcher(name);
        if (!own.matches()) {
            return false;
        }
        int of = Integer.parseInt(own.group(1));
        int number = Integer.parseInt(own.group(2));
        return of <= epoch && number >= 1 && !retained.contains(new CheckpointId(of, number));
    }

    @Override
    public CompletableFuture<CheckpointMetadata> load(String path) {
        return away(
                "Cannot restore from " + path, () -> CheckpointMetadataJson.read(store.read(path)));
    }

    /** Runs what blocks on the IO executor, and completes on the main thread. */
    private <T> CompletableFuture<T> away(String failed, Callable<T> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            io.execute(
                    () -> {
                        try {
                            T value = operation.call();
                            mainThread.execute(() -> result.complete(value));
                        } catch (Throwable e) {
                            mainThread.execute(
                                    () -> result.completeExceptionally(describe(failed, e)));
                        }
                    });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(describe(failed, e));
        }
        return result;
    }

    /** What a NameNode answers carries its stack trace in the message. */
    private static CheckpointException describe(String failed, Throwable cause) {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new CheckpointException(failed + ": " + message, cause);
    }
}
