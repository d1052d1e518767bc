package org.holdfast.runtime.task.chain;

import java.util.List;

/** Gives everything to several outputs, or to none. */
final class FanOut implements ChainOutput {

    private final ChainOutput[] outputs;

    FanOut(List<ChainOutput> outputs) {
        this.outputs = outputs.toArray(new ChainOutput[0]);
    }

    @Override
    public void emit(Object value) {
        for (ChainOutput output : outputs) {
            output.emit(value);
        }
    }

    @Override
    public void advance(long time) {
        for (ChainOutput output : outputs) {
            output.advance(time);
        }
    }
}
