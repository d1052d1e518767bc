package org.holdfast.api;

/** One record in, any number of records out. */
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Function {

    /** Puts records out through {@code out}, which must not be used after the call returns. */
    void flatMap(T value, Output<R> out) throws Exception;
}
