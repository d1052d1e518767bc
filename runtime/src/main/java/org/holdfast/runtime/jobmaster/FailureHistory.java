package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.holdfast.runtime.dispatcher.JobDetails;

/** The latest failures of a job, newest first. */
final class FailureHistory {

    private static final int KEPT = 10;

    private final Clock wallClock;
    private final Deque<JobDetails.Failure> failures = new ArrayDeque<>();

    FailureHistory(Clock wallClock) {
        this.wallClock = requireNonNull(wallClock, "wallClock");
    }

    /**
     * @param task the task's name, or empty if no single task failed
     */
    void add(String task, String cause) {
        failures.addFirst(new JobDetails.Failure(wallClock.millis(), task, cause));
        if (failures.size() > KEPT) {
            failures.removeLast();
        }
    }

    List<JobDetails.Failure> latest() {
        return List.copyOf(failures);
    }

    /** A failure in a line. */
    static String describe(String task, String cause) {
        return task.isEmpty() ? firstLine(cause) : task + " failed: " + firstLine(cause);
    }

    /** What failed, without its stack trace. */
    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
