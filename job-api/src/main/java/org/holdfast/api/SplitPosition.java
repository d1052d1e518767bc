package org.holdfast.api;

import static java.util.Objects.requireNonNull;

/**
 * How far a split has been read.
 *
 * @param offset where to read on, in a unit of the source's choice; 0 is the start of the split
 */
public record SplitPosition(SourceSplit split, long offset) {

    public SplitPosition {
        requireNonNull(split, "split");
        if (offset < 0) {
            throw new IllegalArgumentException("offset: " + offset + " (expected: >= 0)");
        }
    }

    /** The start of a split. */
    public static SplitPosition startOf(SourceSplit split) {
        return new SplitPosition(split, 0);
    }
}
