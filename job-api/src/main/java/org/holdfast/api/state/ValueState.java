package org.holdfast.api.state;

/** One value per key. */
public interface ValueState<V> {

    /** The value, or null if there is none. Must not be changed in place; use {@link #set}. */
    V get();

    /** The value, or {@code fallback} if there is none. */
    default V getOr(V fallback) {
        V value = get();
        return value == null ? fallback : value;
    }

    /** Sets the value; null clears it. */
    void set(V value);

    /** Removes the value. */
    void clear();
}
