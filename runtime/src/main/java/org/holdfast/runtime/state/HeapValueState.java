package org.holdfast.runtime.state;

import org.holdfast.api.state.ValueState;

/** A value in the current key's row. */
final class HeapValueState<V> implements ValueState<V> {

    private final KeyedState state;
    private final int cell;

    HeapValueState(KeyedState state, int cell) {
        this.state = state;
        this.cell = cell;
    }

    @Override
    @SuppressWarnings("unchecked") // only set() writes this cell
    public V get() {
        return (V) state.getValue(cell);
    }

    @Override
    public void set(V value) {
        if (value == null) {
            state.clear(cell);
        } else {
            state.set(cell, value);
        }
    }

    @Override
    public void clear() {
        state.clear(cell);
    }
}
