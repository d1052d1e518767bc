package org.holdfast.adoption;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.holdfast.faults.ClusterProcesses;
import org.holdfast.runtime.dispatcher.JobDetails;

/**
 * What must be the same before and after.
 *
 * @param attempts the execution attempt of each subtask and where it runs
 * @param taskManagers process ids
 */
record Observed(SortedMap<String, String> attempts, Set<Long> taskManagers) {

    static Observed of(JobDetails job, ClusterProcesses processes) {
        SortedMap<String, String> attempts = new TreeMap<>();
        for (JobDetails.Vertex vertex : job.vertices()) {
            for (JobDetails.Subtask subtask : vertex.subtasks()) {
                attempts.put(
                        vertex.name() + " " + subtask.index(),
                        subtask.attempt() + " in " + subtask.taskManager());
            }
        }
        return new Observed(
                attempts,
                processes.taskManagers().stream()
                        .map(container -> container.process().pid())
                        .collect(Collectors.toSet()));
    }

    /** How many subtasks have another attempt than before. */
    int attemptsChangedSince(Observed before) {
        return (int)
                attempts.entrySet().stream()
                        .filter(now -> !now.getValue().equals(before.attempts.get(now.getKey())))
                        .count();
    }

    /** How many of the processes before are gone. */
    int taskManagersGoneSince(Observed before) {
        return (int)
                before.taskManagers.stream().filter(pid -> !taskManagers.contains(pid)).count();
    }
}
