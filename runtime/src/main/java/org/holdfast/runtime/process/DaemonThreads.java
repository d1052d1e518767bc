package org.holdfast.runtime.process;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads for questions from outside, which are there only while there are questions. */
final class DaemonThreads {

    private static final int IDLE_SECONDS = 1;

    private DaemonThreads() {}

    /**
     * Makes them; {@link RejectedExecutionException} meets who would have to wait too long.
     *
     * @param name of each thread
     * @param threads at most
     * @param maxWaiting questions that wait for a thread
     */
    static ThreadPoolExecutor bounded(String name, int threads, int maxWaiting) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(maxWaiting),
                        task -> {
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
