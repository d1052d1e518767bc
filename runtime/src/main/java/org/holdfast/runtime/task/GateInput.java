package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.api.Output;
import org.holdfast.api.SourceReader;
import org.holdfast.runtime.network.InputGate;
import org.holdfast.runtime.network.InputReceiver;
import org.holdfast.runtime.network.StreamEvent;
import org.holdfast.runtime.task.chain.Counter;

/** The input of a task that reads what other tasks put out. */
final class GateInput implements TaskInput, InputReceiver {

    /** A gate wakes its task; the bound only guards against a signal that is never given. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final InputGate gate;
    private final Output<Object> head;
    private final Counter recordsIn;

    GateInput(InputGate gate, Output<Object> head, TaskMetrics metrics) {
        this.gate = gate;
        this.head = head;
        this.recordsIn = metrics.recordsIn;
    }

    @Override
    public SourceReader.Status poll() throws Exception {
        if (gate.poll(this)) {
            return SourceReader.Status.MORE;
        }
        return gate.isFinished() ? SourceReader.Status.FINISHED : SourceReader.Status.WAITING;
    }

    @Override
    public void onRecord(Object value, int channel) {
        recordsIn.increment();
        head.emit(value);
    }

    @Override
    public void onEvent(StreamEvent event, int channel) {
        // The only event is EndOfInput, which the gate counts itself.
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
