package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.network.DataAddress;

/**
 * How a TaskManager introduces itself.
 *
 * @param id which container it is
 * @param host where it runs
 * @param pid its process id
 * @param dataAddress where other TaskManagers fetch its results
 * @param slots how many subtasks of each vertex it can run, at least 1
 * @param heapBytes largest heap of its JVM
 */
public record TaskManagerRegistration(
        TaskManagerId id,
        String host,
        long pid,
        DataAddress dataAddress,
        int slots,
        long heapBytes) {

    public TaskManagerRegistration {
        requireNonNull(id, "id");
        requireNonNull(host, "host");
        requireNonNull(dataAddress, "dataAddress");
        if (slots < 1) {
            throw new IllegalArgumentException(
                    "slots of " + id + ": " + slots + " (expected: >= 1)");
        }
    }
}
