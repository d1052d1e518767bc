package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.concurrent.Retries;

/**
 * Removes what is left of jobs that have ended, however often it takes. Whoever waits for it does
 * so within a bound: leftovers are marked, and a later JobManager goes on. On the main thread.
 */
final class JobCleanUp {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final JobRegistry registry;
    private final MainThread mainThread;

    JobCleanUp(JobRegistry registry, MainThread mainThread) {
        this.registry = requireNonNull(registry, "registry");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /**
     * Begins.
     *
     * @param then run once: when nothing is left, at once if possible, or when the bound has passed
     */
    void begin(JobResult result, Runnable then) {
        Once once = new Once(then);
        new Retries("what is left of job " + result.id() + " to be removed", mainThread)
                .run(() -> registry.clean(result), failure -> false, (done, none) -> once.run());
        if (!once.done) {
            once.bound = mainThread.schedule(LONGEST_WAIT, once);
        }
    }

    private static final class Once implements Runnable {

        private final Runnable action;
        private MainThread.Cancellable bound = () -> {};
        private boolean done;

        Once(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                bound.cancel();
                action.run();
            }
        }
    }
}
