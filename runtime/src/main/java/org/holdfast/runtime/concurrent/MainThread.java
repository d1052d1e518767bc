package org.holdfast.runtime.concurrent;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The thread that owns a coordinator's fields. In production an actor's mailbox; in tests an event
 * loop with a virtual clock. All methods may be called from any thread.
 */
public interface MainThread extends Executor {

    /** Runs {@code action} later on this thread; actions run in the order they were handed over. */
    @Override
    void execute(Runnable action);

    /**
     * Runs {@code action} on this thread after {@code delay}.
     *
     * @return stops it, if it has not run yet
     */
    Cancellable schedule(Duration delay, Runnable action);

    /** Monotonic time in milliseconds since some fixed moment; for measuring intervals. */
    long nowMillis();

    /**
     * Does nothing on this thread.
     *
     * @throws IllegalStateException on any other thread
     */
    void assertOwned();

    /** A scheduled action. */
    @FunctionalInterface
    interface Cancellable {

        /** Stops the action if it has not run yet; may be called again. */
        void cancel();
    }
}
