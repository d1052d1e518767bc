package org.holdfast.runtime.concurrent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A main thread with a virtual clock, driven by the test's own thread: nothing runs but in {@link
 * #runDue}, {@link #advance} and {@link #runNext}. Actions due at the same time run in the order
 * they were handed over, so a run is the same each time.
 *
 * <p>What an action throws reaches the test.
 */
public final class ManualMainThread implements MainThread {

    /** More actions than this at one moment are taken for a loop without end. */
    private static final int MOST_AT_ONCE = 1_000_000;

    private final Thread owner = Thread.currentThread();
    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(Entry::dueMillis).thenComparingLong(Entry::sequence));
    private long nowMillis;
    private long sequence;

    private record Entry(long dueMillis, long sequence, Runnable action) {}

    @Override
    public void execute(Runnable action) {
        enqueue(Duration.ZERO, action);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable action) {
        Entry entry = enqueue(delay, action);
        return () -> queue.remove(entry);
    }

    private Entry enqueue(Duration delay, Runnable action) {
        assertOwned();
        requireNonNull(action, "action");
        Entry entry = new Entry(nowMillis + delay.toMillis(), sequence++, action);
        queue.add(entry);
        return entry;
    }

    @Override
    public long nowMillis() {
        return nowMillis;
    }

    @Override
    public void assertOwned() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread() + ", but the main thread is " + owner);
        }
    }

    /** Runs everything that is due now, and what that hands over for now. */
    public void runDue() {
        for (int i = 0; !queue.isEmpty() && queue.peek().dueMillis() <= nowMillis; i++) {
            if (i == MOST_AT_ONCE) {
                throw new IllegalStateException(
                        MOST_AT_ONCE + " actions ran at " + nowMillis + " ms and more are due");
            }
            queue.remove().action().run();
        }
    }

    /** Lets time pass; runs what becomes due, each action at its own time. */
    public void advance(Duration time) {
        long end = nowMillis + time.toMillis();
        while (!queue.isEmpty() && queue.peek().dueMillis() <= end) {
            nowMillis = Math.max(nowMillis, queue.peek().dueMillis());
            runDue();
        }
        nowMillis = end;
    }

    /** Lets time pass in which nothing runs, as if the process were frozen; then it catches up. */
    public void standStill(Duration time) {
        nowMillis += time.toMillis();
        runDue();
    }

    /**
     * Runs the one action that is due next, letting time pass up to it.
     *
     * @return whether there was one
     */
    public boolean runNext() {
        Entry next = queue.poll();
        if (next == null) {
            return false;
        }
        nowMillis = Math.max(nowMillis, next.dueMillis());
        next.action().run();
        return true;
    }
}
