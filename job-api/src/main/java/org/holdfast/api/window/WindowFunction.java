package org.holdfast.api.window;

import org.holdfast.api.Function;
import org.holdfast.api.Output;

/**
 * Puts the records of a window together. Only the accumulator is kept, not the records.
 *
 * @param <A> accumulator; part of checkpoints, so add() must return another object instead of
 *     changing the one it is given
 */
public interface WindowFunction<K, T, A, R> extends Function {

    /** The accumulator of a window without records; not null. */
    A create() throws Exception;

    /** The accumulator with one more record; not null. Leaves the one it is given as it is. */
    A add(A accumulator, T value) throws Exception;

    /** Puts out the result of a window. */
    void emit(K key, TimeWindow window, A accumulator, Output<R> out) throws Exception;

    /**
     * Called for a record that comes too late for all of its windows. Without a method of the
     * user's own it is dropped.
     */
    default void late(K key, T value, Output<R> out) throws Exception {}
}
