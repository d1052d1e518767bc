package org.holdfast.runtime.task;

import org.holdfast.runtime.task.chain.Counter;
import org.holdfast.runtime.task.chain.WaitTime;

/** What a task has done so far. Written by its thread, read by any. */
final class TaskMetrics {

    final Counter recordsIn = new Counter();
    final Counter recordsOut = new Counter();
    final WaitTime backPressured = new WaitTime();
    final WaitTime idle = new WaitTime();
    final OutputGap outputGap = new OutputGap(System::nanoTime);
    volatile long completedSize;

    TaskCounters snapshot() {
        return new TaskCounters(
                recordsIn.get(),
                recordsOut.get(),
                completedSize,
                backPressured.millis(),
                idle.millis(),
                outputGap.longestMillis());
    }
}
