package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A checkpoint that is to be taken.
 *
 * @param savepointDirectory base directory if it is to be the user's
 * @param result completes when it is committed, exceptionally if it cannot be had
 */
record CheckpointWish(
        CheckpointKind kind,
        Optional<String> savepointDirectory,
        CompletableFuture<CheckpointMetadata> result) {

    CheckpointWish {
        requireNonNull(kind, "kind");
        requireNonNull(savepointDirectory, "savepointDirectory");
        requireNonNull(result, "result");
    }

    static CheckpointWish ordinary() {
        return new CheckpointWish(
                CheckpointKind.CHECKPOINT, Optional.empty(), new CompletableFuture<>());
    }

    static CheckpointWish savepoint(String directory, CheckpointKind kind) {
        return new CheckpointWish(kind, Optional.of(directory), new CompletableFuture<>());
    }

    static CheckpointWish closing(Optional<String> savepointDirectory) {
        return new CheckpointWish(
                CheckpointKind.CLOSING, savepointDirectory, new CompletableFuture<>());
    }

    void fail(String reason) {
        result.completeExceptionally(new CheckpointException(reason));
    }
}
