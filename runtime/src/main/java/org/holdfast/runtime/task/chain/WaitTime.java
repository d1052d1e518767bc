package org.holdfast.runtime.task.chain;

import java.util.concurrent.TimeUnit;

/**
 * How long a thread has waited for something in all, a wait that still goes on included. The thread
 * begins and ends waits; any thread reads.
 */
public final class WaitTime {

    private long endedNanos;
    private long began;
    private boolean waiting;

    /** A wait begins. */
    public synchronized void begin() {
        began = System.nanoTime();
        waiting = true;
    }

    /** The wait is over. */
    public synchronized void end() {
        endedNanos += System.nanoTime() - began;
        waiting = false;
    }

    /** In milliseconds; never less than before. */
    public synchronized long millis() {
        long current = waiting ? System.nanoTime() - began : 0;
        return TimeUnit.NANOSECONDS.toMillis(endedNanos + current);
    }
}
