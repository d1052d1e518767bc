package org.holdfast.runtime.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.holdfast.api.SplitPosition;

/**
 * What one task contributes to a checkpoint.
 *
 * @param splits how far the source at the chain's head has read its splits; empty for other tasks
 * @param keyed the state of the keyed operator at the chain's head, if there is one
 * @param staged by sink operator, what its writer has staged and what is not known to be committed
 * @param inputEnded whether the task had processed the end of its input when it was taken; becomes
 *     {@link TaskRestore#inputEnded}
 */
public record TaskSnapshot(
        List<SplitPosition> splits,
        Optional<StateHandle> keyed,
        Map<String, List<String>> staged,
        boolean inputEnded) {

    /** Nothing to keep. */
    public static final TaskSnapshot EMPTY =
            new TaskSnapshot(List.of(), Optional.empty(), Map.of(), false);

    public TaskSnapshot {
        splits = List.copyOf(splits);
        staged =
                staged.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }
}
