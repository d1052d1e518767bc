package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.holdfast.api.state.MapState;

/** A map in the current key's row; no cell holds an empty one. */
final class HeapMapState<K, V> implements MapState<K, V> {

    private final KeyedState state;
    private final int cell;

    HeapMapState(KeyedState state, int cell) {
        this.state = state;
        this.cell = cell;
    }

    @Override
    public V get(K mapKey) {
        Map<K, V> map = current();
        return map == null ? null : map.get(mapKey);
    }

    @Override
    public void put(K mapKey, V value) {
        requireNonNull(mapKey, () -> state.describe(cell) + ": cannot hold a null key");
        requireNonNull(value, () -> state.describe(cell) + ": cannot hold a null value");
        Map<K, V> map = current();
        if (map == null) {
            map = new HashMap<>(4);
            state.set(cell, map);
        }
        map.put(mapKey, value);
    }

    @Override
    public void remove(K mapKey) {
        Map<K, V> map = current();
        if (map != null) {
            map.remove(mapKey);
            if (map.isEmpty()) {
                state.clear(cell);
            }
        }
    }

    @Override
    public Map<K, V> entries() {
        Map<K, V> map = current();
        return map == null ? Map.of() : Collections.unmodifiableMap(map);
    }

    @Override
    public void clear() {
        state.clear(cell);
    }

    @SuppressWarnings("unchecked") // only this class writes this cell
    private Map<K, V> current() {
        return (Map<K, V>) state.get(cell);
    }
}
