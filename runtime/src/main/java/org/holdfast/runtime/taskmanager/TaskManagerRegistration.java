package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.network.DataAddress;

/**
 * Who a TaskManager is, and what it offers. Stays the same for as long as its process lives.
 *
 * @param id which container it is
 * @param incarnation random text that names this process among all that ever bore the id
 * @param host where it runs
 * @param pid its process id
 * @param dataAddress where other TaskManagers fetch its results
 * @param slots how many subtasks of each vertex it can run, at least 1
 * @param heapBytes largest heap of its JVM
 */
public record TaskManagerRegistration(
        TaskManagerId id,
        String incarnation,
        String host,
        long pid,
        DataAddress dataAddress,
        int slots,
        long heapBytes) {

    public TaskManagerRegistration {
        requireNonNull(id, "id");
        requireNonNull(incarnation, "incarnation");
        requireNonNull(host, "host");
        requireNonNull(dataAddress, "dataAddress");
        if (slots < 1) {
            throw new IllegalArgumentException(
                    "slots of " + id + ": " + slots + " (expected: >= 1)");
        }
    }
}
