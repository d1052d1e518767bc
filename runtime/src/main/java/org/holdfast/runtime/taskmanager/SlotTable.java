package org.holdfast.runtime.taskmanager;

import static java.util.stream.Collectors.joining;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * Which attempts share which slots: subtask i of each vertex of a job runs in one slot, which is
 * free again when the last of them has ended.
 */
final class SlotTable {

    private final int slots;
    private final Map<Sharing, Set<ExecutionAttemptId>> occupied = new HashMap<>();

    /** The subtasks that share a slot. */
    private record Sharing(JobId job, int subtask) {

        static Sharing of(ExecutionAttemptId attempt) {
            return new Sharing(attempt.job(), attempt.subtask());
        }

        @Override
        public String toString() {
            return "subtask " + subtask + " of job " + job;
        }
    }

    SlotTable(int slots) {
        this.slots = slots;
    }

    /** Gives an attempt its place; returns false if no slot is free for it. */
    boolean occupy(ExecutionAttemptId attempt) {
        Sharing sharing = Sharing.of(attempt);
        if (!occupied.containsKey(sharing) && occupied.size() == slots) {
            return false;
        }
        occupied.computeIfAbsent(sharing, unused -> new HashSet<>()).add(attempt);
        return true;
    }

    /** An attempt has ended. */
    void release(ExecutionAttemptId attempt) {
        occupied.computeIfPresent(
                Sharing.of(attempt),
                (sharing, attempts) -> {
                    attempts.remove(attempt);
                    return attempts.isEmpty() ? null : attempts;
                });
    }

    int used() {
        return occupied.size();
    }

    /** Who holds the slots, for people. */
    @Override
    public String toString() {
        return occupied.size()
                + " of "
                + slots
                + " slots are held: "
                + occupied.keySet().stream().map(Sharing::toString).sorted().collect(joining(", "));
    }
}
