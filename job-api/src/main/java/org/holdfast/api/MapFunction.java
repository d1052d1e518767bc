package org.holdfast.api;

/** One record in, one record out. */
@FunctionalInterface
public interface MapFunction<T, R> extends Function {

    /** Returns the record to put out; not null. */
    R map(T value) throws Exception;
}
