package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointException;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.dispatcher.JobStatus;

/**
 * A savepoint behind which the job ends. Whoever asked for it gets its path when the job is
 * FINISHED, or hears why it is not. On the main thread.
 */
final class EndingSavepoint {

    private final String directory;
    private final CompletableFuture<String> path = new CompletableFuture<>();
    private Optional<CheckpointMetadata> taken = Optional.empty();

    /**
     * @param directory below which it is put
     */
    EndingSavepoint(String directory) {
        this.directory = requireNonNull(directory, "directory");
    }

    String directory() {
        return directory;
    }

    /** The answer to whoever asked for it. */
    CompletableFuture<String> path() {
        return path;
    }

    /** It is committed; the job's tasks finish. */
    void onTaken(CheckpointMetadata savepoint) {
        taken = Optional.of(savepoint);
    }

    /** It cannot be had. */
    void fail(String reason) {
        path.completeExceptionally(new CheckpointException(reason));
    }

    /** A task failed before the job had ended: the job goes on, restored if need be. */
    void onTaskFailed(String reason) {
        fail(
                taken.map(
                                savepoint ->
                                        "the savepoint "
                                                + savepoint.path()
                                                + " is complete, but a task failed before the job"
                                                + " had ended ("
                                                + reason
                                                + "). The job goes on; stop it again, or cancel it")
                        .orElse(reason));
    }

    /** The job has ended. */
    void onJobEnded(JobStatus terminal) {
        if (terminal == JobStatus.FINISHED && taken.isPresent()) {
            path.complete(taken.get().path());
        } else {
            fail("the job is " + terminal);
        }
    }
}
