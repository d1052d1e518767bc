package org.holdfast.runtime.task.checkpoint;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is slow about a task's checkpoints, one job after the other, on a daemon thread that
 * starts with the first. Thread-safe.
 */
final class CheckpointThread {

    private static final Logger log = LoggerFactory.getLogger(CheckpointThread.class);

    /** A task has few checkpoints under way; so many jobs mean that one of them is stuck. */
    private static final int MAX_JOBS = 1024;

    private final String name;
    private final ClassLoader classes;
    private final Runnable lastJob;
    private final BlockingQueue<Runnable> jobs = new ArrayBlockingQueue<>(MAX_JOBS);

    // Guarded by this.
    private Thread thread;
    private volatile boolean stopping;

    /**
     * Starts nothing yet.
     *
     * @param classes of the task's job
     * @param lastJob runs when the thread is told to stop, uninterrupted, if it was started; throws
     *     nothing
     */
    CheckpointThread(String name, ClassLoader classes, Runnable lastJob) {
        this.name = name;
        this.classes = classes;
        this.lastJob = lastJob;
    }

    /**
     * Has a job done, which throws nothing; does nothing after {@link #stop}.
     *
     * @throws RejectedExecutionException if too many jobs wait
     */
    synchronized void execute(Runnable job) {
        if (stopping) {
            return;
        }
        if (!jobs.offer(job)) {
            throw new RejectedExecutionException(
                    name
                            + " is stuck: "
                            + MAX_JOBS
                            + " jobs wait. See its stack trace for what it waits for.");
        }
        if (thread == null) {
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(classes);
            thread.start();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                jobs.take().run();
            }
        } catch (InterruptedException e) {
            // told to stop, see below
        }
        Thread.interrupted();
        lastJob.run();
    }

    boolean isStopping() {
        return stopping;
    }

    /**
     * Drops the jobs that wait, interrupts the one that runs, and waits for the last one. A thread
     * that does not listen is left alone: it is a daemon, and nobody takes its answers any more.
     */
    void stop(Duration atMost) {
        Thread stopped;
        synchronized (this) {
            stopping = true;
            jobs.clear();
            stopped = thread;
        }
        if (stopped == null) {
            return;
        }
        stopped.interrupt();
        if (!joinUninterruptibly(stopped, atMost)) {
            log.warn("{} has not stopped within {} ms and is left behind", name, atMost.toMillis());
        }
    }

    /** Cleaning up takes the time it is given, even when the task is interrupted meanwhile. */
    private static boolean joinUninterruptibly(Thread stopped, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        long left = atMost.toMillis();
        while (stopped.isAlive() && left > 0) {
            try {
                stopped.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !stopped.isAlive();
    }
}
