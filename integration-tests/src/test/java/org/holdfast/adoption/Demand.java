package org.holdfast.adoption;

import java.util.ArrayList;
import java.util.List;

/** What an {@link Outage} may do at most. */
enum Demand {
    /** Nothing that a task could notice. */
    ADOPTED(0, 0, 0, 0.95, 100),

    /** The tasks start again from the latest checkpoint, in the processes that are there. */
    RESTORED(Integer.MAX_VALUE, 0, Long.MAX_VALUE, 0, Double.MAX_VALUE),

    /** So they do, and one TaskManager is another one. */
    RESTORED_ELSEWHERE(Integer.MAX_VALUE, 1, Long.MAX_VALUE, 0, Double.MAX_VALUE);

    private final int attemptsChanged;
    private final int taskManagersGone;
    private final long again;
    private final double throughput;
    private final double longestGapMillis;

    Demand(
            int attemptsChanged,
            int taskManagersGone,
            long again,
            double throughput,
            double longestGapMillis) {
        this.attemptsChanged = attemptsChanged;
        this.taskManagersGone = taskManagersGone;
        this.again = again;
        this.throughput = throughput;
        this.longestGapMillis = longestGapMillis;
    }

    /** What is not so, for people; empty if all is. */
    List<String> brokenBy(Outage outage) {
        List<String> broken = new ArrayList<>();
        if (outage.attemptsChanged() > attemptsChanged) {
            broken.add("attempts changed: " + outage.attemptsChanged());
        }
        if (outage.taskManagersGone() > taskManagersGone) {
            broken.add("TaskManagers gone: " + outage.taskManagersGone());
        }
        if (outage.again() > again) {
            broken.add("records processed twice: " + outage.again());
        }
        if (outage.throughput() < throughput) {
            broken.add("throughput: %.3f of before".formatted(outage.throughput()));
        }
        if (outage.longestGapMillis() > longestGapMillis) {
            broken.add("longest gap: %.1f ms".formatted(outage.longestGapMillis()));
        }
        return broken;
    }
}
