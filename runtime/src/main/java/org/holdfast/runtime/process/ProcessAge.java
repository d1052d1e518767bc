package org.holdfast.runtime.process;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long this process has run, in milliseconds. The clock of the wall is looked at once, for the
 * time before this object was made; from then on the monotonic clock counts. Thread-safe.
 */
public final class ProcessAge implements LongSupplier {

    private final long startNanos;

    public ProcessAge() {
        long startedAt = ManagementFactory.getRuntimeMXBean().getStartTime();
        long age = Math.max(0, System.currentTimeMillis() - startedAt);
        startNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(age);
    }

    @Override
    public long getAsLong() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
