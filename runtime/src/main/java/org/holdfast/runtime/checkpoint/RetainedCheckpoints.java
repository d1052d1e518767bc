package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The committed checkpoints of a job. Keeps the newest of them and removes the others from storage;
 * a savepoint stays only until something newer is committed, then the job lets go of it. On the
 * main thread.
 */
final class RetainedCheckpoints {

    private static final Logger log = LoggerFactory.getLogger(RetainedCheckpoints.class);

    private final int limit;
    private final CheckpointStorage storage;

    /** Oldest first. */
    private final List<CheckpointMetadata> committed = new ArrayList<>();

    private Optional<CheckpointMetadata> initial = Optional.empty();

    /**
     * @param limit how many are kept, at least 1
     */
    RetainedCheckpoints(int limit, CheckpointStorage storage) {
        this.limit = limit;
        this.storage = requireNonNull(storage, "storage");
    }

    /** What the job starts from while it has no checkpoint of its own; it is not the job's. */
    void startFrom(CheckpointMetadata from) {
        initial = Optional.of(from);
    }

    /**
     * What an earlier JobManager has committed and not removed.
     *
     * @param found oldest first
     */
    void takeOver(List<CheckpointMetadata> found) {
        committed.addAll(found);
    }

    /** What a restore is to use. */
    Optional<CheckpointMetadata> latest() {
        return committed.isEmpty() ? initial : Optional.of(committed.get(committed.size() - 1));
    }

    /** The newest of the job's own. */
    Optional<CheckpointId> committed() {
        return committed.isEmpty()
                ? Optional.empty()
                : Optional.of(committed.get(committed.size() - 1).id());
    }

    /** One more is committed. */
    void add(CheckpointMetadata newest) {
        List<CheckpointMetadata> savepoints = committed.stream().filter(this::isSavepoint).toList();
        savepoints.forEach(this::remove);
        committed.add(newest);
        while (committed.stream().filter(checkpoint -> !isSavepoint(checkpoint)).count() > limit) {
            remove(committed.get(0));
        }
    }

    private boolean isSavepoint(CheckpointMetadata checkpoint) {
        return checkpoint.kind() == CheckpointKind.SAVEPOINT
                || checkpoint.kind() == CheckpointKind.STOP;
    }

    private void remove(CheckpointMetadata checkpoint) {
        committed.remove(checkpoint);
        logged(storage.remove(checkpoint), checkpoint);
    }

    /**
     * The job has ended.
     *
     * @param keep whether the files stay
     * @return completes, never exceptionally, when all is done
     */
    CompletableFuture<Void> end(boolean keep) {
        Set<CheckpointId> kept =
                keep
                        ? committed.stream().map(CheckpointMetadata::id).collect(Collectors.toSet())
                        : Set.of();
        Function<CheckpointMetadata, CompletableFuture<Void>> lettingGo =
                keep ? storage::release : storage::remove;
        CompletableFuture<?>[] all =
                committed.stream()
                        .map(checkpoint -> logged(lettingGo.apply(checkpoint), checkpoint))
                        .toArray(CompletableFuture<?>[]::new);
        committed.clear();
        // what still has a pointer must keep its files: nothing is cleared if a removal failed
        return CompletableFuture.allOf(all)
                .thenCompose(done -> storage.clear(kept))
                .exceptionally(
                        failure -> {
                            log.warn("Checkpoint files of an ended job were left behind", failure);
                            return null;
                        });
    }

    private static CompletableFuture<Void> logged(
            CompletableFuture<Void> removal, CheckpointMetadata checkpoint) {
        return removal.whenComplete(
                (done, failure) -> {
                    if (failure != null) {
                        log.warn(
                                "Checkpoint {} of job {} was not removed; what is left is in {}",
                                checkpoint.id(),
                                checkpoint.job(),
                                checkpoint.path(),
                                failure);
                    }
                });
    }
}
