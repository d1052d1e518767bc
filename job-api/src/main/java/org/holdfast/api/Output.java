package org.holdfast.api;

/** Takes the records an operator puts out. */
@FunctionalInterface
public interface Output<T> {

    /**
     * Puts one record out; not null. The record must not be changed afterwards. Waits while the
     * receivers are slower than this operator.
     */
    void emit(T value);
}
