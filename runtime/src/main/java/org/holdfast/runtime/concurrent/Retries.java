package org.holdfast.runtime.concurrent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing again and again, with growing pauses, until it is done or has failed for good. On
 * the main thread.
 */
public final class Retries {

    private static final Logger log = LoggerFactory.getLogger(Retries.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final String what;
    private final MainThread mainThread;
    private Optional<String> trouble = Optional.empty();

    /**
     * @param what is to be done, for people
     */
    public Retries(String what, MainThread mainThread) {
        this.what = requireNonNull(what, "what");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /** Why it is not done yet; empty while it has not failed. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** What is to be done, and why it is not. */
    public String describe() {
        return what + trouble.map(reason -> ": " + reason).orElse("");
    }

    /**
     * Tries at once.
     *
     * @param operation its future completes on the main thread
     * @param forGood whether a failure is not worth another try
     * @param then hears the value, or the failure for good; at once if there is nothing to wait for
     */
    public <T> void run(
            Supplier<CompletableFuture<T>> operation,
            Predicate<Throwable> forGood,
            BiConsumer<T, Throwable> then) {
        attempt(operation, forGood, then, FIRST_PAUSE);
    }

    private <T> void attempt(
            Supplier<CompletableFuture<T>> operation,
            Predicate<Throwable> forGood,
            BiConsumer<T, Throwable> then,
            Duration pause) {
        CompletableFuture<T> tried = operation.get();
        if (tried.isDone() && !tried.isCompletedExceptionally()) {
            then.accept(tried.join(), null); // in the same turn: nothing gets slower
            return;
        }
        tried.whenComplete(
                (value, failure) ->
                        // not in the future, which would keep what is thrown
                        mainThread.execute(
                                () -> onTried(operation, forGood, then, pause, value, failure)));
    }

    private <T> void onTried(
            Supplier<CompletableFuture<T>> operation,
            Predicate<Throwable> forGood,
            BiConsumer<T, Throwable> then,
            Duration pause,
            T value,
            Throwable failure) {
        Throwable cause = FailureCause.of(failure);
        if (cause == null || forGood.test(cause)) {
            if (cause == null && trouble.isPresent()) {
                log.info("Done at last: {}.", what);
            }
            trouble = Optional.empty();
            then.accept(value, cause);
            return;
        }
        if (trouble.isEmpty()) {
            log.warn("Not done yet, tries again and again: {}", what, cause);
        }
        trouble = Optional.of(String.valueOf(cause.getMessage()));
        Duration doubled = pause.multipliedBy(2);
        Duration next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        mainThread.schedule(pause, () -> attempt(operation, forGood, then, next));
    }
}
