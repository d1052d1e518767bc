package org.holdfast.examples.topspeed;

import org.holdfast.api.Output;
import org.holdfast.api.window.TimeWindow;
import org.holdfast.api.window.WindowFunction;

/** Keeps the largest speed; puts it out as a line for people. */
final class TopSpeed implements WindowFunction<Long, Report, Integer, String> {

    @Override
    public Integer create() {
        return 0;
    }

    @Override
    public Integer add(Integer fastest, Report report) {
        return Math.max(fastest, report.speed());
    }

    @Override
    public void emit(Long car, TimeWindow window, Integer fastest, Output<String> out) {
        out.emit(
                "car %d: %d km/h from second %d to %d"
                        .formatted(car, fastest, window.start() / 1_000, window.end() / 1_000));
    }
}
