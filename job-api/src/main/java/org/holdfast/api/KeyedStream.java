package org.holdfast.api;

import org.holdfast.api.window.EventTimeWindows;
import org.holdfast.api.window.ProcessingTimeWindows;
import org.holdfast.api.window.WindowAssigner;
import org.holdfast.api.window.WindowFunction;

/** A stream partitioned by key. */
public interface KeyedStream<K, T> {

    /** Processes each record with access to the state of its key. */
    <R> DataStream<R> process(String name, KeyedProcessFunction<K, ? super T, R> function);

    /**
     * Puts each key's records together in windows of event time, which has to pass in the stream:
     * see {@link DataStream#eventTime}. A window puts out its result when the watermark has passed
     * its end. Records that come after that, and after the lateness the windows allow, are counted
     * (in the TaskManager's log) and dropped.
     *
     * @param timestamps the records' times; the same function {@code eventTime} was given
     */
    default <A, R> DataStream<R> window(
            String name,
            WindowAssigner windows,
            TimestampFunction<? super T> timestamps,
            WindowFunction<K, ? super T, A, R> function) {
        return process(name, new EventTimeWindows<>(windows, timestamps, function));
    }

    /**
     * Puts each key's records together in windows of the wall clock, by when they are processed. A
     * window puts out its result when the clock has passed its end, or when the input ends. After a
     * failure records are processed again, perhaps in other windows than before.
     */
    default <A, R> DataStream<R> window(
            String name, WindowAssigner windows, WindowFunction<K, ? super T, A, R> function) {
        return process(name, new ProcessingTimeWindows<>(windows, function));
    }
}
