package org.holdfast.runtime.task;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.network.InputGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until every channel of a gate has delivered a checkpoint's barrier, and blocks meanwhile
 * those that have: so everything before the barriers has been processed then, and nothing behind
 * them. A channel that has ended counts as having delivered every barrier. The task's thread only.
 */
final class BarrierAligner {

    /** How far the current checkpoint has come. */
    enum State {
        /** No barrier is waited for. */
        IDLE,
        /** At least one channel has delivered the barrier and is blocked, at least one has not. */
        ALIGNING
    }

    /** Hears of barriers. */
    interface Listener {

        /**
         * Everything before a barrier has been processed, nothing behind it.
         *
         * @param alignmentMicros since its first channel delivered it
         */
        void onAligned(CheckpointBarrier barrier, long alignmentMicros) throws Exception;

        /** A checkpoint's barriers are not waited for any more, because a newer one has begun. */
        void onSuperseded(long checkpoint, long newer);
    }

    private static final Logger log = LoggerFactory.getLogger(BarrierAligner.class);

    private final InputGate gate;
    private final Listener listener;
    private final LongSupplier nanoClock;
    private final boolean[] ended;
    private final boolean[] delivered;

    private State state = State.IDLE;
    private CheckpointBarrier current;
    private long begunNanos;

    /** Barriers of this checkpoint and of older ones come late, unless it is being aligned. */
    private long newest;

    /** Barriers of smaller checkpoints are of a JobManager that is gone; 0 while there is one. */
    private long abandoned;

    /**
     * Nothing has come yet.
     *
     * @param nanoClock monotonic
     */
    BarrierAligner(InputGate gate, Listener listener, LongSupplier nanoClock) {
        this.gate = gate;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.ended = new boolean[gate.channels()];
        this.delivered = new boolean[gate.channels()];
    }

    State state() {
        return state;
    }

    /** A channel has delivered a barrier. */
    void onBarrier(CheckpointBarrier barrier, int channel) throws Exception {
        long checkpoint = barrier.checkpoint();
        boolean isCurrent = state == State.ALIGNING && checkpoint == current.checkpoint();
        if (!isCurrent && (checkpoint <= newest || checkpoint < abandoned)) {
            log.debug("Barrier of checkpoint {} came late, {} was seen", checkpoint, newest);
            return;
        }
        if (state == State.ALIGNING && !isCurrent) {
            long older = current.checkpoint();
            endAlignment();
            listener.onSuperseded(older, checkpoint);
        }
        if (state == State.IDLE) {
            state = State.ALIGNING;
            current = barrier;
            newest = checkpoint;
            begunNanos = nanoClock.getAsLong();
        }
        delivered[channel] = true;
        gate.block(channel);
        completeIfAllDelivered();
    }

    /** A channel has ended. */
    void onEnd(int channel) throws Exception {
        ended[channel] = true;
        if (state == State.ALIGNING) {
            completeIfAllDelivered();
        }
    }

    /** A checkpoint will not be: its barriers, if they are still to come, stop nothing. */
    void abort(long checkpoint) {
        newest = Math.max(newest, checkpoint);
        if (state == State.ALIGNING && current.checkpoint() == checkpoint) {
            endAlignment();
        }
    }

    /** As {@link #abort}, for the checkpoint that is being aligned, if it was given up. */
    void abortGivenUp(TakeoverPoint point) {
        if (state == State.ALIGNING && point.givesUp(current.checkpoint())) {
            endAlignment();
        }
    }

    /**
     * The JobManager is gone, and not all of a checkpoint's barriers may ever come: blocked
     * channels go on. The barriers of the next JobManager may come before it is heard of; its epoch
     * is higher.
     */
    void onLeaderLost() {
        if (newest > 0) {
            int epoch = CheckpointId.of(newest).epoch();
            abandoned = new CheckpointId(epoch + 1, 1).value();
        }
        if (state == State.ALIGNING) {
            endAlignment();
        }
    }

    /** A JobManager is there, perhaps the same. */
    void onLeaderFound() {
        abandoned = 0;
    }

    private void completeIfAllDelivered() throws Exception {
        for (int channel = 0; channel < delivered.length; channel++) {
            if (!delivered[channel] && !ended[channel]) {
                return;
            }
        }
        CheckpointBarrier barrier = current;
        long micros = (nanoClock.getAsLong() - begunNanos) / 1_000;
        endAlignment();
        listener.onAligned(barrier, micros);
    }

    private void endAlignment() {
        state = State.IDLE;
        current = null;
        for (int channel = 0; channel < delivered.length; channel++) {
            if (delivered[channel]) {
                gate.resume(channel);
            }
        }
        Arrays.fill(delivered, false);
    }
}
