package org.holdfast.runtime.task.chain;

import org.holdfast.api.Output;
import org.holdfast.api.window.TimeWindow;
import org.holdfast.api.window.WindowFunction;

/** Adds the values of a window; tells of late ones. */
final class SumUp implements WindowFunction<String, Measured, Long, Object> {

    @Override
    public Long create() {
        return 0L;
    }

    @Override
    public Long add(Long accumulator, Measured value) {
        return accumulator + value.value();
    }

    @Override
    public void emit(String key, TimeWindow window, Long accumulator, Output<Object> out) {
        out.emit(new Sum(key, window.start(), window.end(), accumulator));
    }

    @Override
    public void late(String key, Measured value, Output<Object> out) {
        out.emit(key + " late " + value.time());
    }
}
