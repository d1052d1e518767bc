package org.holdfast.runtime.task.chain;

import java.util.List;
import org.holdfast.api.Output;

/** Gives every record to several outputs. */
final class FanOut implements Output<Object> {

    private final Output<Object>[] outputs;

    @SuppressWarnings("unchecked") // arrays know no type parameters
    FanOut(List<Output<Object>> outputs) {
        this.outputs = (Output<Object>[]) outputs.toArray(new Output<?>[0]);
    }

    @Override
    public void emit(Object value) {
        for (Output<Object> output : outputs) {
            output.emit(value);
        }
    }
}
