package org.holdfast.api.window;

import static java.util.Objects.requireNonNull;

import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.TimeDomain;
import org.holdfast.api.Timers;
import org.holdfast.api.TimestampFunction;
import org.holdfast.api.state.MapState;

/**
 * Puts the records of a key together in windows of their own times.
 *
 * <p>An accumulator is kept per key and window, by the window's start. A timer at the window's last
 * millisecond lets it put out its result; one that stands behind it by the allowed lateness drops
 * it. Without lateness they are the same.
 */
public final class EventTimeWindows<K, T, A, R> implements KeyedProcessFunction<K, T, R> {

    /** Leaves room to add the length of any window. */
    private static final long LATEST = Long.MAX_VALUE / 4;

    private final TimestampFunction<? super T> timestamps;
    private final WindowFunction<K, ? super T, A, R> function;
    private final long size;
    private final long slide;
    private final long lateness;
    private MapState<Long, A> accumulators;
    private Timers timers;
    private LateRecords lateRecords;

    /** Of one subtask. */
    public EventTimeWindows(
            WindowAssigner windows,
            TimestampFunction<? super T> timestamps,
            WindowFunction<K, ? super T, A, R> function) {
        this.timestamps = requireNonNull(timestamps, "timestamps");
        this.function = requireNonNull(function, "function");
        this.size = windows.size().toMillis();
        this.slide = windows.slide().toMillis();
        this.lateness = windows.allowedLateness().toMillis();
    }

    @Override
    public void open(KeyedContext context) throws Exception {
        accumulators = context.mapState("windows");
        timers = context.timers();
        lateRecords = new LateRecords(context);
        function.open(context);
    }

    @Override
    public void process(K key, T value, Output<R> out) throws Exception {
        long time = timestamps.timestamp(value);
        if (time > LATEST || time < -LATEST) {
            throw new IllegalArgumentException(
                    "timestamp " + time + " (expected: milliseconds since 1970)");
        }
        boolean late = true;
        for (long start = time - Math.floorMod(time, slide); start > time - size; start -= slide) {
            late &= !add(key, value, start, out);
        }
        if (late) {
            lateRecords.add();
            function.late(key, value, out);
        }
    }

    /**
     * Adds a record to a window.
     *
     * @return whether the window still takes records
     */
    private boolean add(K key, T value, long start, Output<R> out) throws Exception {
        long last = start + size - 1;
        long watermark = timers.watermark();
        if (last + lateness <= watermark) {
            return false;
        }
        A before = accumulators.get(start);
        A after = function.add(before == null ? function.create() : before, value);
        accumulators.put(start, after);
        timers.setEventTime(last + lateness);
        if (last > watermark) {
            timers.setEventTime(last);
        } else {
            function.emit(key, new TimeWindow(start, start + size), after, out);
        }
        return true;
    }

    @Override
    public void onTimer(K key, long time, TimeDomain domain, Output<R> out) throws Exception {
        long start = time + 1 - size;
        A accumulator = accumulators.get(start);
        if (accumulator != null) {
            function.emit(key, new TimeWindow(start, start + size), accumulator, out);
        }
        accumulators.remove(start - lateness);
    }

    @Override
    public void close() throws Exception {
        function.close();
    }
}
