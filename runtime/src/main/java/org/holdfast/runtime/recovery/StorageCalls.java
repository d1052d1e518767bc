package org.holdfast.runtime.recovery;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.runtime.dispatcher.JobRegistryException;
import org.holdfast.runtime.dispatcher.JobRejectedException;

/** Takes what blocks off the main thread, and what comes of it back. */
final class StorageCalls {

    private final Executor io;
    private final Executor mainThread;

    StorageCalls(Executor io, Executor mainThread) {
        this.io = requireNonNull(io, "io");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /**
     * Calls {@code operation} on the IO executor.
     *
     * @param failed says what is so if it fails, for people
     * @return completes on the main thread; fails with {@link JobRegistryException}, or as the
     *     operation did with {@link JobRejectedException}
     */
    <T> CompletableFuture<T> run(String failed, Callable<T> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            io.execute(() -> call(failed, operation, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(describe(failed, e));
        }
        return result;
    }

    private <T> void call(String failed, Callable<T> operation, CompletableFuture<T> result) {
        try {
            T value = operation.call();
            mainThread.execute(() -> result.complete(value));
        } catch (JobRejectedException e) {
            mainThread.execute(() -> result.completeExceptionally(e));
        } catch (Throwable e) {
            mainThread.execute(() -> result.completeExceptionally(describe(failed, e)));
        }
    }

    /** What a NameNode answers carries its stack trace in the message. */
    private static JobRegistryException describe(String failed, Throwable cause) {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        boolean unknown = cause instanceof UnknownOutcomeException || cause instanceof Error;
        return new JobRegistryException(failed + ": " + message, unknown, cause);
    }
}
