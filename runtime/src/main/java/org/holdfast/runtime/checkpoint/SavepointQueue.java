package org.holdfast.runtime.checkpoint;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Savepoints that wait for the checkpoint under way to end, in the order they were asked for. */
final class SavepointQueue {

    private static final int LIMIT = 4;

    private final Queue<CheckpointWish> waiting = new ArrayDeque<>();

    /** The wish waits, or fails at once if too many do already. */
    void add(CheckpointWish wish) {
        if (waiting.size() == LIMIT) {
            wish.fail(
                    "Savepoint refused: %d others of this job wait already. Try again when they are done."
                            .formatted(LIMIT));
        } else {
            waiting.add(wish);
        }
    }

    /** The next, which then waits no more. */
    Optional<CheckpointWish> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /** None of them can be had. */
    void failAll(String reason) {
        List<CheckpointWish> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(wish -> wish.fail("Savepoint failed: " + reason));
    }
}
