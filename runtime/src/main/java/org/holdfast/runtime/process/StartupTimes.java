package org.holdfast.runtime.process;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** When the steps of a start were done, in milliseconds since it began. Thread-safe. */
final class StartupTimes {

    private final long beganNanos = System.nanoTime();
    private final Map<Long, String> steps = new ConcurrentSkipListMap<>();

    /** A step is done. */
    void done(String step) {
        steps.merge(
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos),
                step,
                (first, second) -> first + ", " + second);
    }

    /** All steps, as in {@code actors 410, REST 640 ms; the JVM runs since 1100 ms}. */
    @Override
    public String toString() {
        return steps.entrySet().stream()
                .map(step -> step.getValue() + " " + step.getKey())
                .collect(
                        Collectors.joining(
                                ", ",
                                "",
                                " ms; the JVM runs since "
                                        + ManagementFactory.getRuntimeMXBean().getUptime()
                                        + " ms"));
    }
}
