package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.holdfast.runtime.concurrent.MainThread;

/** The time between a failure and the restart. */
final class RestartDelay {

    private final MainThread mainThread;
    private final Runnable onPassed;
    private MainThread.Cancellable timer = () -> {};
    private boolean running;

    RestartDelay(MainThread mainThread, Runnable onPassed) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.onPassed = requireNonNull(onPassed, "onPassed");
    }

    /** Starts it, anew if it runs already. */
    void run(Duration delay) {
        timer.cancel();
        running = true;
        timer =
                mainThread.schedule(
                        delay,
                        () -> {
                            running = false;
                            onPassed.run();
                        });
    }

    void stop() {
        timer.cancel();
        running = false;
    }

    boolean isRunning() {
        return running;
    }
}
