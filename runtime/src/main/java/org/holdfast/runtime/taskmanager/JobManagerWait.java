package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.ConfigOption;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a TaskManager has been without a JobManager, and how long it may be. The time is counted
 * in steps, and one in which the process itself stood still (it was frozen, or collected garbage)
 * does not count: nobody could be found in it. Main thread only.
 */
final class JobManagerWait {

    private static final Logger log = LoggerFactory.getLogger(JobManagerWait.class);
    private static final Duration STEP = Duration.ofSeconds(1);

    /** A step that takes so much longer than planned is no step. */
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final MainThread mainThread;
    private final Duration registrationTimeout;
    private final Duration orphanLease;
    private final boolean leadersFollow;
    private final Consumer<String> onOver;
    private boolean everAccepted;
    private long beganMillis;
    private long leftMillis;
    private MainThread.Cancellable nextStep = () -> {};

    /**
     * Waits for nobody yet.
     *
     * @param leadersFollow whether it pays to wait for another leader when the JobManager is gone
     * @param onOver told that it took too long, in words
     */
    JobManagerWait(
            Configuration configuration,
            MainThread mainThread,
            boolean leadersFollow,
            Consumer<String> onOver) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.registrationTimeout = configuration.get(TaskManagerOptions.REGISTRATION_TIMEOUT);
        this.orphanLease = configuration.get(TaskManagerOptions.ORPHAN_LEASE);
        this.leadersFollow = leadersFollow;
        this.onOver = requireNonNull(onOver, "onOver");
    }

    /** There is no JobManager from now on. */
    void begin() {
        nextStep.cancel();
        beganMillis = mainThread.nowMillis();
        leftMillis = patience().toMillis();
        step();
    }

    /** There is one. */
    void onAccepted() {
        everAccepted = true;
        end();
    }

    /** It does not matter any more. */
    void end() {
        nextStep.cancel();
    }

    /** Which option says how long it may take. */
    ConfigOption<Duration> option() {
        return leadersFollow && everAccepted
                ? TaskManagerOptions.ORPHAN_LEASE
                : TaskManagerOptions.REGISTRATION_TIMEOUT;
    }

    /** Since when it waits, on the main thread's clock. */
    long beganMillis() {
        return beganMillis;
    }

    /** How long it will wait yet; a step late at most. */
    long leftMillis() {
        return leftMillis;
    }

    private Duration patience() {
        return leadersFollow && everAccepted ? orphanLease : registrationTimeout;
    }

    private void step() {
        long planned = Math.min(leftMillis, STEP.toMillis());
        long begun = mainThread.nowMillis();
        nextStep = mainThread.schedule(Duration.ofMillis(planned), () -> onStep(begun, planned));
    }

    private void onStep(long begun, long planned) {
        long took = mainThread.nowMillis() - begun;
        if (took - planned > STANDSTILL.toMillis()) {
            log.warn(
                    "This process stood still for about {} ms; that is not counted as time without"
                            + " a JobManager",
                    took - planned);
        } else {
            leftMillis -= took;
        }
        if (leftMillis > 0) {
            step();
        } else {
            onOver.accept("no JobManager for " + patience().toMillis() + " ms (" + option() + ")");
        }
    }
}
