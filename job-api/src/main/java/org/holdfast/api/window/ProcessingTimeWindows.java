package org.holdfast.api.window;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.TimeDomain;
import org.holdfast.api.Timers;
import org.holdfast.api.state.MapState;

/**
 * Puts the records of a key together in windows of the wall clock, by when they are processed. An
 * accumulator is kept per key and window, by the window's start; a timer at the window's end lets
 * it put out its result. Windows that are open when the input ends put out theirs at once.
 */
public final class ProcessingTimeWindows<K, T, A, R> implements KeyedProcessFunction<K, T, R> {

    private final WindowFunction<K, ? super T, A, R> function;
    private final long size;
    private final long slide;
    private MapState<Long, A> accumulators;
    private Timers timers;

    /**
     * Of one subtask.
     *
     * @throws InvalidJobException if the windows allow lateness, which there is none of
     */
    public ProcessingTimeWindows(
            WindowAssigner windows, WindowFunction<K, ? super T, A, R> function) {
        this.function = requireNonNull(function, "function");
        this.size = windows.size().toMillis();
        this.slide = windows.slide().toMillis();
        if (!windows.allowedLateness().isZero()) {
            throw new InvalidJobException(
                    "Windows of the wall clock allow a lateness of %s, but no record is ever late. Leave it out, or give timestamps."
                            .formatted(windows.allowedLateness()));
        }
    }

    @Override
    public void open(KeyedContext context) throws Exception {
        accumulators = context.mapState("windows");
        timers = context.timers();
        function.open(context);
    }

    @Override
    public void process(K key, T value, Output<R> out) throws Exception {
        long now = timers.processingTime();
        for (long start = now - Math.floorMod(now, slide); start > now - size; start -= slide) {
            A before = accumulators.get(start);
            accumulators.put(
                    start, function.add(before == null ? function.create() : before, value));
            timers.setProcessingTime(start + size);
        }
    }

    @Override
    public void onTimer(K key, long time, TimeDomain domain, Output<R> out) throws Exception {
        long start = time - size;
        A accumulator = accumulators.get(start);
        if (accumulator != null) {
            emit(key, start, accumulator, out);
            accumulators.remove(start);
        }
    }

    @Override
    public void endOfInput(K key, Output<R> out) throws Exception {
        for (Map.Entry<Long, A> window : new TreeMap<>(accumulators.entries()).entrySet()) {
            emit(key, window.getKey(), window.getValue(), out);
        }
        accumulators.clear();
    }

    private void emit(K key, long start, A accumulator, Output<R> out) throws Exception {
        function.emit(key, new TimeWindow(start, start + size), accumulator, out);
    }

    @Override
    public void close() throws Exception {
        function.close();
    }
}
