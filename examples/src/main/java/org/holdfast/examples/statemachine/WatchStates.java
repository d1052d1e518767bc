package org.holdfast.examples.statemachine;

import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.state.ValueState;

/** Keeps the state of each machine; puts out an alert for each signal that it does not allow. */
final class WatchStates implements KeyedProcessFunction<Long, Event, String> {

    private ValueState<State> state;

    @Override
    public void open(KeyedContext context) {
        state = context.valueState("state");
    }

    @Override
    public void process(Long machine, Event event, Output<String> out) {
        State now = state.getOr(State.OFF);
        if (!event.signal().isAllowedIn(now)) {
            out.emit(
                    "machine %d: %s while %s (event %d)"
                            .formatted(machine, event.signal(), now, event.number()));
        }
        state.set(event.signal().after());
    }
}
