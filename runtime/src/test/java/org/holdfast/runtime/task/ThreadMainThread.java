package org.holdfast.runtime.task;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.concurrent.MainThread;

/** A main thread of its own, with real time. */
public final class ThreadMainThread implements MainThread, AutoCloseable {

    private volatile Thread owner;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    action -> {
                        Thread thread = new Thread(action, "main-thread");
                        thread.setDaemon(true);
                        owner = thread;
                        return thread;
                    });

    @Override
    public void execute(Runnable action) {
        executor.execute(action);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable action) {
        ScheduledFuture<?> future =
                executor.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void assertOwned() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("not the main thread: " + Thread.currentThread());
        }
    }

    /** Runs something there and waits for its result. */
    public <T> T call(Callable<T> question) {
        try {
            return executor.submit(question).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the main thread did not answer", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
