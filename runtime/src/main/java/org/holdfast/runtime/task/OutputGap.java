package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The longest time a task with a sink put nothing out because its JobManager was gone, as far as
 * that can be seen from here: any gap between two outputs counts, also one that only the input
 * made. What counts is the time from the latest loss until {@link #AFTERMATH} after a JobManager
 * was found again, and of the gap that was open when it was lost all of it. Thread-safe.
 *
 * <p>The task tells of its outputs batch by batch, so a gap is too long by a batch at most.
 */
final class OutputGap {

    /** In this time the JobManager that was found takes the task over, or does not. */
    static final Duration AFTERMATH = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;

    /** Whether the task has begun to put out, and has not ended. */
    private boolean running;

    private long lastOutput;

    /** Whether a JobManager was ever lost. */
    private boolean lost;

    private boolean found;

    /** When to stop; only once a JobManager was found. */
    private long end;

    private long longestNanos;

    /**
     * @param nanoTime a monotonic clock
     */
    OutputGap(LongSupplier nanoTime) {
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    }

    /** The task may put out from now on. */
    synchronized void onBegin() {
        running = true;
        lastOutput = nanoTime.getAsLong();
    }

    /** The task has put something out. */
    synchronized void onOutput() {
        long now = nanoTime.getAsLong();
        longestNanos = Math.max(longestNanos, openGap(now));
        lastOutput = now;
    }

    /** The task will put out nothing more; that is no gap. */
    synchronized void onEnd() {
        longestNanos = Math.max(longestNanos, openGap(nanoTime.getAsLong()));
        running = false;
    }

    /** The JobManager is gone: forgets what was, but for the gap that is open. */
    synchronized void onLeaderLost() {
        lost = true;
        found = false;
        longestNanos = 0;
    }

    /** There is a JobManager. */
    synchronized void onLeaderFound() {
        if (lost && !found) {
            found = true;
            end = nanoTime.getAsLong() + AFTERMATH.toNanos();
        }
    }

    /** In milliseconds, with the gap that is open; 0 if no JobManager was lost. */
    synchronized long longestMillis() {
        long open = openGap(nanoTime.getAsLong());
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longestNanos, open));
    }

    private long openGap(long now) {
        if (!running || !lost) {
            return 0;
        }
        long upTo = found && end - now < 0 ? end : now;
        return upTo - lastOutput; // negative if the output came after the end
    }
}
