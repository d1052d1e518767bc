package org.holdfast.runtime.state;

import java.util.HashMap;
import java.util.Map;

/** A key's map. */
final class MapCell<K, V> {

    final long version;
    final Map<K, V> entries;

    /** Whether a value was put that user code could change in place. */
    private boolean changeable;

    MapCell(long version) {
        this(version, new HashMap<>(4), false);
    }

    private MapCell(long version, Map<K, V> entries, boolean changeable) {
        this.version = version;
        this.entries = entries;
        this.changeable = changeable;
    }

    boolean isChangeable() {
        return changeable;
    }

    void put(K mapKey, V value, ValueCopier copier) {
        changeable |= copier.isChangeable(value);
        entries.put(mapKey, value);
    }

    MapCell<K, V> copy(long ofVersion, ValueCopier copier) {
        Map<K, V> copies = new HashMap<>(entries);
        if (changeable) {
            copies.replaceAll((mapKey, value) -> copier.copy(value));
        }
        return new MapCell<>(ofVersion, copies, changeable);
    }
}
