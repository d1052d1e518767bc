package org.holdfast.api;

/** A stream partitioned by key. */
public interface KeyedStream<K, T> {

    /** Processes each record with access to the state of its key. */
    <R> DataStream<R> process(String name, KeyedProcessFunction<K, ? super T, R> function);
}
