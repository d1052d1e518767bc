package org.holdfast.runtime.task;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What a task's thread does between batches of input, and what it is woken by. Any thread posts and
 * wakes; one thread, the task's, runs and waits.
 *
 * <p>Mails are few (a task is cancelled once, and hears of a handful of checkpoints), so the queue
 * needs no bound of its own.
 */
final class Mailbox {

    /** Something for the task's thread to do between two batches. */
    @FunctionalInterface
    interface Mail {

        /** Throws to end the task. */
        void run() throws Exception;
    }

    private final Queue<Mail> mails = new ConcurrentLinkedQueue<>();

    /** Whether there may be something new since the last wait began. */
    private final AtomicBoolean signalled = new AtomicBoolean();

    private volatile Thread waiting;

    /** Hands over a mail and wakes the task. */
    void post(Mail mail) {
        mails.add(mail);
        wake();
    }

    /** Lets the task look again for something to do; never lost, if it is about to wait. */
    void wake() {
        if (signalled.compareAndSet(false, true)) {
            LockSupport.unpark(waiting);
        }
    }

    /** Runs all mails. */
    void runMails() throws Exception {
        Mail mail = mails.poll();
        while (mail != null) {
            mail.run();
            mail = mails.poll();
        }
    }

    /** Waits to be woken, or interrupted, or for some time. May return early. */
    void await(Duration atMost) {
        waiting = Thread.currentThread();
        if (!signalled.get()) {
            LockSupport.parkNanos(this, atMost.toNanos());
        }
        waiting = null;
        // Whatever was signalled before this line is found by the look that follows it.
        signalled.set(false);
    }
}
