package org.holdfast.runtime.jobmaster;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.holdfast.runtime.task.ExecutionState;

/**
 * The subtasks that are to be deployed next: all of a job that starts, or the regions that failed
 * since the last deployment. They are stopped, started over, given slots, deployed.
 */
final class Failover {

    private final Set<Subtask> scope = new LinkedHashSet<>();

    /** More subtasks have to be deployed. */
    void add(Collection<Subtask> subtasks) {
        scope.addAll(subtasks);
    }

    boolean contains(Subtask subtask) {
        return scope.contains(subtask);
    }

    List<Subtask> scope() {
        return List.copyOf(scope);
    }

    /** Whether none of them runs any more. */
    boolean isStopped() {
        return scope.stream().allMatch(subtask -> subtask.current().state().isTerminal());
    }

    /** Makes new attempts of those that ended, and has all of them wait for slots. */
    void schedule() {
        for (Subtask subtask : scope) {
            if (subtask.current().state().isTerminal()) {
                subtask.startOver();
            }
            if (subtask.current().state() != ExecutionState.SCHEDULED) {
                subtask.current().moveTo(ExecutionState.SCHEDULED, "");
            }
        }
    }

    /** Whether all of them wait for slots; not so if more failed since they were asked for. */
    boolean isScheduled() {
        return scope.stream()
                .allMatch(subtask -> subtask.current().state() == ExecutionState.SCHEDULED);
    }

    /** They are deployed. */
    void clear() {
        scope.clear();
    }
}
