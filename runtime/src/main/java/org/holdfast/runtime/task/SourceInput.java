package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.api.SourceReader;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.task.chain.SourceLink;

/** The input of a task whose chain starts with a source. */
final class SourceInput implements TaskInput {

    /** Readers do not wake their task, they are asked again. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private final SourceLink source;
    private final TaskMetrics metrics;
    private boolean ended;

    SourceInput(SourceLink source, TaskMetrics metrics) {
        this.source = source;
        this.metrics = metrics;
    }

    @Override
    public SourceReader.Status poll() {
        if (ended) {
            return SourceReader.Status.FINISHED;
        }
        SourceReader.Status status = source.poll();
        metrics.completedSize = source.completedSize();
        return status;
    }

    @Override
    public SourceReader.Status pollStopped() {
        return SourceReader.Status.WAITING;
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void abort(long checkpoint) {
        // barriers start here, none is waited for
    }

    @Override
    public void abortGivenUp(TakeoverPoint point) {
        // barriers start here, none is waited for
    }

    @Override
    public void onLeaderLost() {
        // barriers start here, none is waited for
    }

    @Override
    public void onLeaderFound() {
        // as before
    }

    @Override
    public Duration pollInterval() {
        return POLL_INTERVAL;
    }

    @Override
    public void close() {
        // the reader is closed with its chain
    }
}
