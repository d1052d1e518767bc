package org.holdfast.api.state;

import java.util.List;

/** A list per key. */
public interface ListState<V> {

    /**
     * The elements in the order they were added; empty if there are none. Unmodifiable. Get it anew
     * after a change: whether this list shows it depends on running checkpoints.
     */
    List<V> get();

    /** Appends an element; not null. */
    void add(V value);

    /** Replaces the list. */
    void set(List<V> values);

    /** Removes the list. */
    void clear();
}
