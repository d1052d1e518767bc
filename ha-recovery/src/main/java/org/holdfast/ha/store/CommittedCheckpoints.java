package org.holdfast.ha.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job's committed checkpoints as a new leader finds them.
 *
 * @param readable from the oldest to the latest
 * @param damaged older ones that cannot be used: id to reason, from the oldest on
 */
public record CommittedCheckpoints(
        List<CommittedCheckpoint> readable, Map<String, String> damaged) {

    public CommittedCheckpoints {
        readable = List.copyOf(readable);
        damaged = Collections.unmodifiableMap(new LinkedHashMap<>(damaged));
    }

    /** The one to restore from; empty if none was ever committed. */
    public Optional<CommittedCheckpoint> latest() {
        return readable.isEmpty()
                ? Optional.empty()
                : Optional.of(readable.get(readable.size() - 1));
    }
}
