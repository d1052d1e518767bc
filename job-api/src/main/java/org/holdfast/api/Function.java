package org.holdfast.api;

/** What user functions have in common. One thread calls all methods of an instance. */
public interface Function extends AutoCloseable {

    /** Called once, before the first record. */
    default void open(OperatorContext context) throws Exception {}

    /** Called once, after the last record or when the subtask fails or is cancelled. */
    @Override
    default void close() throws Exception {}
}
