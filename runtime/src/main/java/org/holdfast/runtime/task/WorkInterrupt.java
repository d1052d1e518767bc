package org.holdfast.runtime.task;

/**
 * Interrupts a task's thread while it works, but not while it cleans up afterwards: a sink that
 * removes what it has not finished should not be disturbed. Thread-safe.
 */
final class WorkInterrupt {

    private Thread worker;

    /** The calling thread's work begins. */
    synchronized void begin() {
        worker = Thread.currentThread();
    }

    /** The calling thread's work is over; forgets an interrupt that came before. */
    synchronized void end() {
        worker = null;
        Thread.interrupted();
    }

    /** Interrupts the thread if it works. */
    synchronized void interrupt() {
        if (worker != null) {
            worker.interrupt();
        }
    }
}
