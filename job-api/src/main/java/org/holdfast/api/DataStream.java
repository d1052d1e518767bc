package org.holdfast.api;

import java.time.Duration;

/**
 * The records one operator puts out. Methods that add an operator return the stream of its output.
 */
public interface DataStream<T> {

    /** Exactly one record out per record in. */
    <R> DataStream<R> map(String name, MapFunction<? super T, ? extends R> function);

    /** Any number of records out per record in. */
    <R> DataStream<R> flatMap(String name, FlatMapFunction<? super T, R> function);

    /** Keeps the records the predicate accepts. */
    DataStream<T> filter(String name, FilterFunction<? super T> predicate);

    /**
     * Partitions by key: records of equal keys (by {@code equals}) meet in the same subtask. A
     * key's {@code hashCode} must be the same in every process, as that of strings, numbers, and
     * records of those is; that of enums is not.
     */
    <K> KeyedStream<K, T> keyBy(KeySelector<? super T, ? extends K> key);

    /** This stream's records and those of the others, in no particular order between them. */
    @SuppressWarnings("unchecked")
    DataStream<T> union(DataStream<? extends T>... others);

    /**
     * Lets event time pass in this stream, by the times of its records. Records may come out of
     * order, late by up to {@code lateness}: the watermark stays that far behind the latest record.
     * Close to the source is the right place, before records of different sources mix.
     *
     * <p>Where streams meet, event time is that of the slowest. A subtask without records holds it
     * back until its input ends.
     *
     * @param timestamps the records' times
     * @param lateness 0 to 366 days
     */
    DataStream<T> eventTime(
            String name, TimestampFunction<? super T> timestamps, Duration lateness);

    /** The next operator's subtasks get the records in turn. */
    DataStream<T> rebalance();

    /** Each of the next operator's subtasks gets every record. */
    DataStream<T> broadcast();

    /** Ends the stream in a sink. */
    DataSink sink(String name, Sink<? super T> sink);

    /**
     * Sets how many subtasks the operator that puts out this stream has.
     *
     * @param parallelism 1 to 128, the number of key groups
     * @throws IllegalStateException if no single operator puts this stream out (after {@code
     *     union}, {@code rebalance}, {@code broadcast})
     */
    DataStream<T> parallelism(int parallelism);
}
