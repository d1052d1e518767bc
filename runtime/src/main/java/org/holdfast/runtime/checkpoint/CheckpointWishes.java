package org.holdfast.runtime.checkpoint;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * What waits for the checkpoint under way to end: the closing checkpoint, which comes first and
 * stays until it is complete, and savepoints in the order they were asked for.
 */
final class CheckpointWishes {

    private static final int MOST_SAVEPOINTS = 4;

    private final Queue<CheckpointWish> savepoints = new ArrayDeque<>();
    private Optional<CheckpointWish> closing = Optional.empty();

    /** The savepoint waits, or fails at once if too many do already. */
    void add(CheckpointWish savepoint) {
        if (savepoints.size() == MOST_SAVEPOINTS) {
            savepoint.fail(
                    "Savepoint refused: %d others of this job wait already. Try again when they are done."
                            .formatted(MOST_SAVEPOINTS));
        } else {
            savepoints.add(savepoint);
        }
    }

    /** The closing checkpoint is wanted from now on. */
    void close(CheckpointWish wish) {
        closing = Optional.of(wish);
    }

    boolean isClosing() {
        return closing.isPresent();
    }

    /** What comes next; a savepoint then waits no more. */
    Optional<CheckpointWish> next() {
        return closing.or(() -> Optional.ofNullable(savepoints.poll()));
    }

    /** Nothing of it can be had. */
    void dropAll(String reason) {
        closing = Optional.empty();
        List<CheckpointWish> failed = List.copyOf(savepoints);
        savepoints.clear();
        failed.forEach(wish -> wish.fail("Savepoint failed: " + reason));
    }
}
