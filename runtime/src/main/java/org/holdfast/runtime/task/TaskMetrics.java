package org.holdfast.runtime.task;

import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.task.chain.Counter;

/** What a task has done so far. Written by its thread, read by any. */
final class TaskMetrics {

    final Counter recordsIn = new Counter();
    final Counter recordsOut = new Counter();
    final Counter backPressuredNanos = new Counter();
    final Counter idleNanos = new Counter();
    volatile long completedSize;

    TaskCounters snapshot() {
        return new TaskCounters(
                recordsIn.get(),
                recordsOut.get(),
                completedSize,
                TimeUnit.NANOSECONDS.toMillis(backPressuredNanos.get()),
                TimeUnit.NANOSECONDS.toMillis(idleNanos.get()));
    }
}
