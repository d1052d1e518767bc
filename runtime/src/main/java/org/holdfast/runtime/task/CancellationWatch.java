package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.runtime.concurrent.MainThread;

/**
 * Sees to it that a cancelled task ends: interrupts its thread again and again, and gives up the
 * process if that does not help in time. Main thread only.
 */
final class CancellationWatch {

    private final String task;
    private final Thread thread;
    private final TaskEnvironment environment;
    private final MainThread mainThread;
    private MainThread.Cancellable next = () -> {};

    /**
     * Watches nothing yet.
     *
     * @param task for the error
     */
    CancellationWatch(
            String task, Thread thread, TaskEnvironment environment, MainThread mainThread) {
        this.task = task;
        this.thread = thread;
        this.environment = environment;
        this.mainThread = mainThread;
    }

    /** The task has been told to stop. */
    void watch() {
        watch(mainThread.nowMillis());
    }

    private void watch(long cancelledAt) {
        long left =
                environment.cancellationTimeout().toMillis()
                        - (mainThread.nowMillis() - cancelledAt);
        if (left <= 0) {
            environment.fatalErrors().onFatalError(stuckMessage(), whereItIsStuck());
            return;
        }
        long delay = Math.min(left, environment.cancellationInterval().toMillis());
        next =
                mainThread.schedule(
                        Duration.ofMillis(delay),
                        () -> {
                            thread.interrupt();
                            watch(cancelledAt);
                        });
    }

    private String stuckMessage() {
        return "Task "
                + task
                + " was cancelled "
                + environment.cancellationTimeout().toMillis()
                + " ms ago and still runs. Its code does not react to interrupts; this process"
                + " ends, to be rid of it";
    }

    private Throwable whereItIsStuck() {
        Throwable place = new IllegalStateException("Thread '" + thread.getName() + "' is here:");
        place.setStackTrace(thread.getStackTrace());
        return place;
    }

    /** The task has ended. */
    void end() {
        next.cancel();
    }
}
