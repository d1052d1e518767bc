package org.holdfast.testjobs;

import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.state.ValueState;

/** Puts out the running count of each key. */
final class CountPerKey implements KeyedProcessFunction<Long, Long, Long> {

    private ValueState<Long> count;

    @Override
    public void open(KeyedContext context) {
        count = context.valueState("count");
    }

    @Override
    public void process(Long key, Long number, Output<Long> out) {
        long next = count.getOr(0L) + 1;
        count.set(next);
        out.emit(next);
    }
}
