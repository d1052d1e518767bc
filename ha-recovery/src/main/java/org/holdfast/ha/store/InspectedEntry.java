package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.holdfast.ha.storage.MetadataPointer;

/**
 * One value of the coordination store.
 *
 * @param path of the value, below the cluster's root
 * @param value the whole value
 * @param pointer what it says, if it is a pointer
 * @param state of what it points to
 * @param detail why the state is not OK; empty if it is
 */
public record InspectedEntry(
        String path, String value, Optional<MetadataPointer> pointer, State state, String detail) {

    /** What is found where a value points to. */
    public enum State {
        /** A whole file, the one that is pointed to. */
        OK,
        /** A value that points to nothing. */
        VALUE,
        /** No file. */
        MISSING,
        /** A file, but empty, truncated, damaged, or of another kind or version. */
        DAMAGED,
        /** The value itself is no pointer. */
        GARBLED,
        /** The file system does not answer; nothing is known. */
        UNREADABLE,
        /** A name that no version of Holdfast known here uses. */
        UNKNOWN
    }

    public InspectedEntry {
        requireNonNull(path, "path");
        requireNonNull(value, "value");
        requireNonNull(pointer, "pointer");
        requireNonNull(state, "state");
        requireNonNull(detail, "detail");
    }

    /** Whether nothing is wrong with it. */
    public boolean isSound() {
        return state == State.OK || state == State.VALUE;
    }
}
