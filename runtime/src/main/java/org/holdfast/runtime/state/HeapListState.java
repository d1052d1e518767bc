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
        ListCell<V> list = current();
        if (list == null) {
            return List.of();
        }
        return Collections.unmodifiableList((list.isChangeable() ? thawed(list) : list).values);
    }

    @Override
    public void add(V value) {
        requireNonNull(value, () -> state.describe(cell) + ": cannot add null");
        ListCell<V> list = current();
        if (list == null) {
            list = new ListCell<>(state.version());
            state.set(cell, list);
        } else {
            list = thawed(list);
        }
        list.add(value, state.copier());
    }

    @Override
    public void set(List<V> values) {
        ListCell<V> list = new ListCell<>(state.version());
        for (V value : new ArrayList<>(values)) {
            requireNonNull(value, () -> state.describe(cell) + ": cannot hold null");
            list.add(value, state.copier());
        }
        if (list.values.isEmpty()) {
            state.clear(cell);
        } else {
            state.set(cell, list);
        }
    }

    @Override
    public void clear() {
        state.clear(cell);
    }

    /** The list to change or hand out: a copy if a snapshot needs it as it is. */
    private ListCell<V> thawed(ListCell<V> list) {
        if (!state.isFrozen(list.version)) {
            return list;
        }
        ListCell<V> copy = list.copy(state.version(), state.copier());
        state.set(cell, copy);
        return copy;
    }

    @SuppressWarnings("unchecked") // only this class and the restore write this cell
    private ListCell<V> current() {
        return (ListCell<V>) state.get(cell);
    }
}
