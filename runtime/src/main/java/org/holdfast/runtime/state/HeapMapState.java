package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
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
        MapCell<K, V> map = current();
        return map == null ? null : readable(map).entries.get(mapKey);
    }

    @Override
    public void put(K mapKey, V value) {
        requireNonNull(mapKey, () -> state.describe(cell) + ": cannot hold a null key");
        requireNonNull(value, () -> state.describe(cell) + ": cannot hold a null value");
        MapCell<K, V> map = current();
        if (map == null) {
            map = new MapCell<>(state.version());
            state.set(cell, map);
        } else {
            map = thawed(map);
        }
        map.put(mapKey, value, state.copier());
    }

    @Override
    public void remove(K mapKey) {
        MapCell<K, V> map = current();
        if (map == null || !map.entries.containsKey(mapKey)) {
            return;
        }
        if (map.entries.size() == 1) {
            state.clear(cell);
        } else {
            thawed(map).entries.remove(mapKey);
        }
    }

    @Override
    public Map<K, V> entries() {
        MapCell<K, V> map = current();
        return map == null ? Map.of() : Collections.unmodifiableMap(readable(map).entries);
    }

    @Override
    public void clear() {
        state.clear(cell);
    }

    private MapCell<K, V> readable(MapCell<K, V> map) {
        return map.isChangeable() ? thawed(map) : map;
    }

    /** The map to change or hand out: a copy if a snapshot needs it as it is. */
    private MapCell<K, V> thawed(MapCell<K, V> map) {
        if (!state.isFrozen(map.version)) {
            return map;
        }
        MapCell<K, V> copy = map.copy(state.version(), state.copier());
        state.set(cell, copy);
        return copy;
    }

    @SuppressWarnings("unchecked") // only this class and the restore write this cell
    private MapCell<K, V> current() {
        return (MapCell<K, V>) state.get(cell);
    }
}
