package org.holdfast.runtime.process;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a JobManager has been on its way, in milliseconds: since its process was started or, if
 * it stood by, since it saw that the leader was gone. Thread-safe.
 */
final class TakeoverClock implements LongSupplier {

    private volatile LongSupplier age = new ProcessAge();

    /** The leader this process stood by for is gone. */
    void onLeaderGone() {
        long goneNanos = System.nanoTime();
        age = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - goneNanos);
    }

    @Override
    public long getAsLong() {
        return age.getAsLong();
    }
}
