package org.holdfast.api;

import org.holdfast.api.state.ListState;
import org.holdfast.api.state.MapState;
import org.holdfast.api.state.ValueState;

/**
 * An {@link OperatorContext} that gives access to keyed state. A state's name is unique within its
 * operator.
 */
public interface KeyedContext extends OperatorContext {

    /** One value per key. */
    <V> ValueState<V> valueState(String name);

    /** A list per key. */
    <V> ListState<V> listState(String name);

    /** A map per key. */
    <MK, MV> MapState<MK, MV> mapState(String name);

    /** Timers of the current key. */
    Timers timers();
}
