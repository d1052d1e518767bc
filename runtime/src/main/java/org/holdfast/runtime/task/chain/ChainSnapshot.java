package org.holdfast.runtime.task.chain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.Staging;
import org.holdfast.runtime.state.KeyedSnapshot;

/**
 * A chain's part of a checkpoint, before it is made durable.
 *
 * @param splits how far the source has read
 * @param keyed the state of the keyed operator at the head, if there is one
 * @param staging by sink operator, what is left to do
 */
public record ChainSnapshot(
        List<SplitPosition> splits, Optional<KeyedSnapshot> keyed, Map<String, Staging> staging) {

    public ChainSnapshot {
        splits = List.copyOf(splits);
        requireNonNull(keyed, "keyed");
        staging = Map.copyOf(staging);
    }
}
