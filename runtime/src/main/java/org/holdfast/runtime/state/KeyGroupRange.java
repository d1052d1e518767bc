package org.holdfast.runtime.state;

/**
 * Key groups in sequence.
 *
 * @param first the first one
 * @param count how many
 */
record KeyGroupRange(int first, int count) {

    KeyGroupRange {
        if (first < 0 || count < 1 || count > KeyGroups.COUNT - first) {
            throw new IllegalArgumentException(
                    "key groups: "
                            + count
                            + " from "
                            + first
                            + " (expected: within 0 to "
                            + (KeyGroups.COUNT - 1)
                            + ")");
        }
    }

    /** Those a subtask holds. */
    static KeyGroupRange of(int subtask, int parallelism) {
        int first = KeyGroups.firstOf(subtask, parallelism);
        return new KeyGroupRange(first, KeyGroups.firstOf(subtask + 1, parallelism) - first);
    }

    boolean contains(int keyGroup) {
        return keyGroup >= first && keyGroup < first + count;
    }
}
