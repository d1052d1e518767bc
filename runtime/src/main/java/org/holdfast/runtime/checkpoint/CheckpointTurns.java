package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import org.holdfast.runtime.concurrent.MainThread;

/**
 * Whose turn it is: the closing checkpoint, savepoints in the order they were asked for, else an
 * ordinary checkpoint when one is due. Nobody's, unless it is open. On the main thread.
 */
final class CheckpointTurns {

    /** Before the closing checkpoint is tried again. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final int epoch;
    private final MainThread mainThread;
    private final Clock wallClock;
    private final CheckpointProtocol protocol;
    private final CheckpointSchedule schedule;
    private final CheckpointWishes wishes = new CheckpointWishes();

    private boolean open;
    private int lastNumber;

    /**
     * @param epoch part of every checkpoint's id
     * @param protocol takes them
     */
    CheckpointTurns(
            int epoch,
            CheckpointSettings settings,
            MainThread mainThread,
            Clock wallClock,
            CheckpointProtocol protocol) {
        this.epoch = epoch;
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.wallClock = requireNonNull(wallClock, "wallClock");
        this.protocol = requireNonNull(protocol, "protocol");
        schedule =
                new CheckpointSchedule(
                        settings.interval(), settings.minPause(), mainThread, this::onDue);
    }

    boolean isOpen() {
        return open;
    }

    /**
     * Checkpoints are taken from now on.
     *
     * @param due whether the first is due now, rather than when the interval has passed
     */
    void open(boolean due) {
        open = true;
        if (!due) {
            schedule.onTriggered();
        }
        goOn();
    }

    /**
     * Nothing is taken from now on. What is under way is given up, unless its commit may have
     * happened; savepoints fail.
     */
    void shut(String reason) {
        open = false;
        schedule.stop();
        wishes.dropAll(reason);
        protocol.abort(reason);
    }

    /** Ids go on behind this one. */
    void numberAfter(CheckpointId used) {
        lastNumber = Math.max(lastNumber, used.number());
    }

    /** Whether any checkpoint was ever begun, or taken over. */
    boolean anyTaken() {
        return lastNumber > 0;
    }

    /** A savepoint is wanted. */
    void add(CheckpointWish savepoint) {
        wishes.add(savepoint);
        goOn();
    }

    /** The closing checkpoint is wanted, and from now on nothing else; or it is already. */
    void close(CheckpointWish closing) {
        if (wishes.isClosing()) {
            return;
        }
        wishes.close(closing);
        if (protocol.isTaking(CheckpointKind.CHECKPOINT)) {
            protocol.abort("the closing checkpoint takes its place");
        }
        goOn();
    }

    /** Starts what is waiting, or waits until something is due. */
    void goOn() {
        if (isFree()) {
            wishes.next().ifPresentOrElse(this::begin, schedule::plan);
        }
    }

    /** As {@link #goOn}, after a pause. */
    void retry() {
        if (isFree()) {
            schedule.planAfter(RETRY_PAUSE);
        }
    }

    /** One has ended: the least pause starts. */
    void onEnded() {
        schedule.onEnded();
    }

    private void onDue() {
        if (isFree()) {
            begin(wishes.next().orElseGet(CheckpointWish::ordinary));
        }
    }

    private boolean isFree() {
        return open && protocol.pending().isEmpty();
    }

    private void begin(CheckpointWish wish) {
        schedule.stop();
        schedule.onTriggered();
        lastNumber++;
        protocol.begin(
                new PendingCheckpoint(
                        new CheckpointId(epoch, lastNumber),
                        wish,
                        wallClock.millis(),
                        mainThread.nowMillis()));
    }
}
