package org.holdfast.api;

/** Tells when what a record stands for happened. */
@FunctionalInterface
public interface TimestampFunction<T> {

    /** In milliseconds since 1970; the same whenever it is asked. */
    long timestamp(T value) throws Exception;
}
