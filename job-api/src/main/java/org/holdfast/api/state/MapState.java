package org.holdfast.api.state;

import java.util.Map;

/** A map per key. */
public interface MapState<K, V> {

    /** The value of an entry, or null. */
    V get(K mapKey);

    /** Adds or replaces an entry; neither is null. */
    void put(K mapKey, V value);

    /** Removes an entry. */
    void remove(K mapKey);

    /**
     * All entries, in no particular order. Unmodifiable. Get it anew after a change: whether this
     * map shows it depends on running checkpoints.
     */
    Map<K, V> entries();

    /** Removes all entries. */
    void clear();
}
