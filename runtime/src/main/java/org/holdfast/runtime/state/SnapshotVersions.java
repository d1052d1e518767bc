package org.holdfast.runtime.state;

import java.util.ArrayList;
import java.util.List;

/**
 * Which objects of an operator's state a running snapshot still needs as they are. Every object
 * carries the version it was made in; each snapshot begins a new one, and holds objects of older
 * versions only. Such an object is frozen: it is replaced by a copy instead of being changed. The
 * operator's thread only.
 */
final class SnapshotVersions {

    /** More at a time are refused: each may keep a copy of everything that has changed since. */
    static final int MAX_RUNNING = 8;

    private final List<Long> running = new ArrayList<>(MAX_RUNNING);
    private long current;
    private long frozenBelow;

    /** The version of objects made now. */
    long current() {
        return current;
    }

    /** Whether an object of this version must stay as it is. */
    boolean isFrozen(long version) {
        return version < frozenBelow;
    }

    /**
     * Begins a snapshot of all there is.
     *
     * @return its number, for {@link #end}
     * @throws SnapshotException if too many are running
     */
    long begin(String operatorName) {
        if (running.size() == MAX_RUNNING) {
            throw new SnapshotException(
                    "Operator '"
                            + operatorName
                            + "' still writes its state for "
                            + MAX_RUNNING
                            + " earlier checkpoints: the checkpoint storage is too slow or hangs.");
        }
        long snapshot = current++;
        running.add(snapshot);
        frozenBelow = current;
        return snapshot;
    }

    /** Ends a snapshot, whether it was written or not. */
    void end(long snapshot) {
        if (!running.remove((Object) snapshot)) {
            throw new IllegalStateException("snapshot " + snapshot + " was released before");
        }
        frozenBelow = running.isEmpty() ? 0 : running.get(running.size() - 1) + 1;
    }
}
