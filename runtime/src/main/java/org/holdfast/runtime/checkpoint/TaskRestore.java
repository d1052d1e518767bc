package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a task starts from, besides the positions of its splits.
 *
 * @param checkpoint {@link CheckpointId#value} of the checkpoint it is from; 0 for none
 * @param keyed handles that hold the task's key groups, and perhaps others
 * @param staged by sink operator, what to commit before the first record
 * @param inputEnded whether the task had processed the end of its input
 * @param dropUnknownState whether state that the job does not have any more is left out; otherwise
 *     it is an error
 */
public record TaskRestore(
        long checkpoint,
        List<StateHandle> keyed,
        Map<String, List<String>> staged,
        boolean inputEnded,
        boolean dropUnknownState) {

    /** Starts from nothing. */
    public static final TaskRestore NOTHING = new TaskRestore(0, List.of(), Map.of(), false, false);

    public TaskRestore {
        requireNonNull(keyed, "keyed");
        keyed = List.copyOf(keyed);
        staged =
                staged.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }
}
