package org.holdfast.runtime.taskmanager;

import java.util.List;

/**
 * What a TaskManager tells of itself when it registers. Only who it registers with knows what of it
 * is still wanted.
 *
 * @param highestEpoch of all JobManagers it has followed or knows to lead, 0 for none
 * @param attempts those that have not ended, and those whose end no JobManager has acknowledged;
 *     each once
 */
public record TaskManagerReport(long highestEpoch, List<AttemptReport> attempts) {

    /** Of one that has just started. */
    public static final TaskManagerReport NOTHING = new TaskManagerReport(0, List.of());

    public TaskManagerReport {
        attempts = List.copyOf(attempts);
    }

    /** How many attempts have not ended. */
    public int countRunning() {
        return (int) attempts.stream().filter(attempt -> !attempt.hasEnded()).count();
    }
}
