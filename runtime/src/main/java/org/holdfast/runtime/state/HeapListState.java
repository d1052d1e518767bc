package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.holdfast.api.state.ListState;

/** A list in the current key's row; no cell holds an empty one. */
final class HeapListState<V> implements ListState<V> {

    private final KeyedState state;
    private final int cell;

    HeapListState(KeyedState state, int cell) {
        this.state = state;
        this.cell = cell;
    }

    @Override
    public List<V> get() {
        List<V> list = current();
        return list == null ? List.of() : Collections.unmodifiableList(list);
    }

    @Override
    public void add(V value) {
        requireNonNull(value, () -> state.describe(cell) + ": cannot add null");
        List<V> list = current();
        if (list == null) {
            list = new ArrayList<>(4);
            state.set(cell, list);
        }
        list.add(value);
    }

    @Override
    public void set(List<V> values) {
        List<V> copy = new ArrayList<>(values);
        for (V value : copy) {
            requireNonNull(value, () -> state.describe(cell) + ": cannot hold null");
        }
        if (copy.isEmpty()) {
            state.clear(cell);
        } else {
            state.set(cell, copy);
        }
    }

    @Override
    public void clear() {
        state.clear(cell);
    }

    @SuppressWarnings("unchecked") // only this class writes this cell
    private List<V> current() {
        return (List<V>) state.get(cell);
    }
}
