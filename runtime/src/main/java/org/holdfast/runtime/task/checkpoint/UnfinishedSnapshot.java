package org.holdfast.runtime.task.checkpoint;

import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.chain.ChainSnapshot;

/**
 * A snapshot that was taken and is not durable yet.
 *
 * @see TaskCheckpoints#write
 */
final class UnfinishedSnapshot {

    final CheckpointBarrier barrier;
    final ChainSnapshot chain;
    final boolean inputEnded;
    final long alignmentMicros;
    final long pauseMicros;
    final long endOfPauseNanos = System.nanoTime();

    private volatile boolean aborted;

    UnfinishedSnapshot(
            CheckpointBarrier barrier,
            ChainSnapshot chain,
            boolean inputEnded,
            long alignmentMicros,
            long pauseMicros) {
        this.barrier = barrier;
        this.chain = chain;
        this.inputEnded = inputEnded;
        this.alignmentMicros = alignmentMicros;
        this.pauseMicros = pauseMicros;
    }

    /** Its checkpoint will not be; what it staged is needed nevertheless. Any thread. */
    void abort() {
        aborted = true;
    }

    boolean isAborted() {
        return aborted;
    }
}
