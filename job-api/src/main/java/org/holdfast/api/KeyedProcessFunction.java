package org.holdfast.api;

/**
 * Processes the records of a {@link KeyedStream}; its state handles always stand at the current
 * record's key.
 */
@FunctionalInterface
public interface KeyedProcessFunction<K, T, R> extends AutoCloseable {

    /** Called once, before the first record: the place to get state handles. */
    default void open(KeyedContext context) throws Exception {}

    /** Processes one record. State handles refer to {@code key}. */
    void process(K key, T value, Output<R> out) throws Exception;

    /**
     * Called when a timer fires. State handles refer to {@code key}.
     *
     * @param time what the timer was set for, in milliseconds
     */
    default void onTimer(K key, long time, TimeDomain domain, Output<R> out) throws Exception {}

    /**
     * Called once for each key that has state, after the last record of a bounded input and the
     * event-time timers it let fire. Keys come in no particular order. State handles refer to
     * {@code key}.
     */
    default void endOfInput(K key, Output<R> out) throws Exception {}

    /** Called once, after the last call of the above or when the subtask fails or is cancelled. */
    @Override
    default void close() throws Exception {}
}
