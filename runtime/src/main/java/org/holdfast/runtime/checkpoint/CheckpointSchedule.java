package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.holdfast.runtime.concurrent.MainThread;

/**
 * When the next checkpoint is due: one interval after the last trigger, and no sooner than the
 * least pause after the last end. On the main thread.
 */
final class CheckpointSchedule {

    private final Optional<Duration> interval;
    private final Duration minPause;
    private final MainThread mainThread;
    private final Runnable trigger;

    private long dueMillis;
    private long pauseEndsMillis;
    private Optional<MainThread.Cancellable> timer = Optional.empty();

    /**
     * @param interval empty if no checkpoint is ever due
     * @param trigger runs when one is due, once per {@link #plan}
     */
    CheckpointSchedule(
            Optional<Duration> interval,
            Duration minPause,
            MainThread mainThread,
            Runnable trigger) {
        this.interval = requireNonNull(interval, "interval");
        this.minPause = requireNonNull(minPause, "minPause");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.trigger = requireNonNull(trigger, "trigger");
    }

    /** The interval starts now. */
    void onTriggered() {
        interval.ifPresent(length -> dueMillis = mainThread.nowMillis() + length.toMillis());
    }

    /** The least pause starts now. */
    void onEnded() {
        pauseEndsMillis = mainThread.nowMillis() + minPause.toMillis();
    }

    /** Waits for the next due time. */
    void plan() {
        stop();
        if (interval.isPresent()) {
            waitUntil(Math.max(dueMillis, pauseEndsMillis));
        }
    }

    /** Waits for {@code pause}, and at least for the least pause. */
    void planAfter(Duration pause) {
        stop();
        waitUntil(Math.max(mainThread.nowMillis() + pause.toMillis(), pauseEndsMillis));
    }

    private void waitUntil(long millis) {
        Duration delay = Duration.ofMillis(Math.max(0, millis - mainThread.nowMillis()));
        timer = Optional.of(mainThread.schedule(delay, trigger));
    }

    /** Waits no more. */
    void stop() {
        timer.ifPresent(MainThread.Cancellable::cancel);
        timer = Optional.empty();
    }
}
