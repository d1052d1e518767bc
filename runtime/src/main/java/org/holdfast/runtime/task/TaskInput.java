package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.api.SourceReader;
import org.holdfast.runtime.checkpoint.TakeoverPoint;

/** Where a task's records come from. The task's thread only. */
interface TaskInput extends AutoCloseable {

    /** Sends one batch down the chain, without waiting for input. */
    SourceReader.Status poll() throws Exception;

    /**
     * Like {@link #poll} after the barrier of a stop: a source is not read any more, and no input
     * ends.
     */
    SourceReader.Status pollStopped() throws Exception;

    /** Has a source behave as if all of it were read; other inputs end with what they read. */
    void end();

    /** No barrier of a checkpoint is waited for any more. */
    void abort(long checkpoint);

    /** As {@link #abort}, for every checkpoint that was given up with a takeover. */
    void abortGivenUp(TakeoverPoint point);

    /** No barrier is waited for while there is no JobManager: what it has begun cannot end. */
    void onLeaderLost();

    /** Barriers are waited for again. */
    void onLeaderFound();

    /** How long to wait after {@link #poll} found nothing, if nothing wakes the task before. */
    Duration pollInterval();

    @Override
    void close();
}
