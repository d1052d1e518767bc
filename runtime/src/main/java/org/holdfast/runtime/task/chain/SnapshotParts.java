package org.holdfast.runtime.task.chain;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.Staging;
import org.holdfast.runtime.state.KeyedSnapshot;

/** Collects a {@link ChainSnapshot} from the links of a chain. */
final class SnapshotParts {

    private final Map<String, Staging> staging = new HashMap<>();
    private List<SplitPosition> splits = List.of();
    private KeyedSnapshot keyed;

    /** How far the source has read. */
    void splits(List<SplitPosition> positions) {
        splits = positions;
    }

    /** The state of the keyed operator. */
    void keyed(KeyedSnapshot snapshot) {
        keyed = requireNonNull(snapshot, "snapshot");
    }

    /** What a sink's writer has yet to do. */
    void staging(String operatorName, Staging transaction) {
        staging.put(operatorName, requireNonNull(transaction, "prepare() returned null"));
    }

    ChainSnapshot toSnapshot() {
        return new ChainSnapshot(splits, Optional.ofNullable(keyed), staging);
    }
}
