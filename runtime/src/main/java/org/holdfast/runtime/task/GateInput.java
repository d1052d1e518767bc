package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.api.Output;
import org.holdfast.api.SourceReader;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.network.EndOfInput;
import org.holdfast.runtime.network.InputGate;
import org.holdfast.runtime.network.InputReceiver;
import org.holdfast.runtime.network.StreamEvent;
import org.holdfast.runtime.network.Watermark;
import org.holdfast.runtime.task.chain.Counter;
import org.holdfast.runtime.task.chain.OperatorChain;

/** The input of a task that reads what other tasks put out. */
final class GateInput implements TaskInput, InputReceiver {

    /** A gate wakes its task; the bound only guards against a signal that is never given. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final InputGate gate;
    private final OperatorChain chain;
    private final Output<Object> head;
    private final BarrierAligner aligner;
    private final WatermarkMerge watermarks;
    private final Counter recordsIn;

    GateInput(
            InputGate gate,
            OperatorChain chain,
            BarrierAligner.Listener barriers,
            TaskMetrics metrics) {
        this.gate = gate;
        this.chain = chain;
        this.head = chain.head();
        this.aligner = new BarrierAligner(gate, barriers, System::nanoTime);
        this.watermarks = new WatermarkMerge(gate.channels());
        this.recordsIn = metrics.recordsIn;
    }

    @Override
    public SourceReader.Status poll() throws Exception {
        if (gate.poll(this)) {
            return SourceReader.Status.MORE;
        }
        return gate.isFinished() ? SourceReader.Status.FINISHED : SourceReader.Status.WAITING;
    }

    /** Sources put out nothing more, unless the stop was given up; then this is how one hears. */
    @Override
    public SourceReader.Status pollStopped() throws Exception {
        return gate.poll(this) ? SourceReader.Status.MORE : SourceReader.Status.WAITING;
    }

    @Override
    public void onRecord(Object value, int channel) {
        recordsIn.increment();
        head.emit(value);
    }

    @Override
    public void onEvent(StreamEvent event, int channel) throws Exception {
        if (event instanceof CheckpointBarrier barrier) {
            aligner.onBarrier(barrier, channel);
        } else if (event instanceof Watermark watermark) {
            advance(watermarks.onWatermark(watermark.time(), channel));
        } else if (event instanceof EndOfInput) {
            advance(watermarks.onEnd(channel));
            aligner.onEnd(channel);
        }
    }

    private void advance(boolean further) {
        if (further) {
            chain.watermark(watermarks.merged());
        }
    }

    @Override
    public void end() {
        // it ends when its sources have
    }

    @Override
    public void abort(long checkpoint) {
        aligner.abort(checkpoint);
    }

    @Override
    public void abortGivenUp(TakeoverPoint point) {
        aligner.abortGivenUp(point);
    }

    @Override
    public void onLeaderLost() {
        aligner.onLeaderLost();
    }

    @Override
    public void onLeaderFound() {
        aligner.onLeaderFound();
    }

    @Override
    public Duration pollInterval() {
        return POLL_INTERVAL;
    }

    @Override
    public void close() {
        gate.close();
    }
}
