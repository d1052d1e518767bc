package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

/**
 * Where a subtask's keyed state is: in a file, or, if it is small, in the handle itself.
 *
 * @param firstKeyGroup the first key group it holds
 * @param keyGroups how many it holds
 * @param file fully qualified; empty if the state is inline
 * @param inline the state in Base64; empty if it is in a file
 * @param length of the state in bytes
 * @param sha256 of the state, 64 lower-case hexadecimal digits
 */
public record StateHandle(
        int firstKeyGroup, int keyGroups, String file, String inline, long length, String sha256) {

    public StateHandle {
        requireNonNull(file, "file");
        requireNonNull(inline, "inline");
        requireNonNull(sha256, "sha256");
        if (file.isEmpty() == inline.isEmpty()) {
            throw new IllegalArgumentException(
                    "state handle: expected either a file or inline state, not both or neither");
        }
    }
}
