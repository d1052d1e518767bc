package org.holdfast.selfcheck;

import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.state.ValueState;

/** Extends its key's chain by each number, and puts the new link out. */
final class ChainPerKey implements KeyedProcessFunction<Long, Long, Link> {

    private ValueState<Link> last;

    @Override
    public void open(KeyedContext context) {
        last = context.valueState("last link");
    }

    @Override
    public void process(Long key, Long number, Output<Link> out) {
        Link previous = last.get();
        Link link = previous == null ? Link.first(key, number) : previous.next(number);
        last.set(link);
        out.emit(link);
    }
}
