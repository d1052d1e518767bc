package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.holdfast.runtime.checkpoint.CommitOutcome.Unknown;
import org.holdfast.runtime.concurrent.MainThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has checkpoints committed, and asks what became of a commit for as long as that is not known. On
 * the main thread.
 */
final class CheckpointCommitter {

    private static final Logger log = LoggerFactory.getLogger(CheckpointCommitter.class);

    /** Before an outcome that is unknown is asked for again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CheckpointStorage storage;
    private final MainThread mainThread;

    CheckpointCommitter(CheckpointStorage storage, MainThread mainThread) {
        this.storage = requireNonNull(storage, "storage");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /**
     * Commits a checkpoint.
     *
     * @param decided hears the outcome when it is known, later; never an {@link Unknown}
     */
    void commit(CheckpointMetadata checkpoint, Consumer<CommitOutcome> decided) {
        await(
                storage.commit(checkpoint),
                outcome -> {
                    if (outcome instanceof Unknown unknown) {
                        log.warn(
                                "Whether checkpoint {} of job {} is committed is not known yet: {}",
                                checkpoint.id(),
                                checkpoint.job(),
                                unknown.reason());
                    }
                    decideOrAsk(checkpoint, outcome, decided);
                });
    }

    private void decideOrAsk(
            CheckpointMetadata checkpoint, CommitOutcome outcome, Consumer<CommitOutcome> decided) {
        if (outcome instanceof Unknown) {
            mainThread.schedule(
                    PAUSE,
                    () ->
                            await(
                                    storage.outcomeOf(checkpoint),
                                    next -> decideOrAsk(checkpoint, next, decided)));
        } else {
            decided.accept(outcome);
        }
    }

    /** Reacts on the main thread, not in the future, which would keep what a reaction throws. */
    private void await(CompletableFuture<CommitOutcome> asked, Consumer<CommitOutcome> reaction) {
        asked.exceptionally(failure -> new Unknown(String.valueOf(failure.getMessage())))
                .thenAccept(outcome -> mainThread.execute(() -> reaction.accept(outcome)));
    }
}
