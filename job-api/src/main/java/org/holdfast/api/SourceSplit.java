package org.holdfast.api;

import static java.util.Objects.requireNonNull;

/**
 * A part of a source's input.
 *
 * @param id unique within the source, at most 4096 characters
 * @param descriptor what the source needs to read the split, in a form of its own, at most 4096
 *     characters
 * @param size how much there is to read, in a unit of the source's choice, for showing progress; 0
 *     if unknown
 */
public record SourceSplit(String id, String descriptor, long size) {

    private static final int MAX_TEXT = 4096;

    public SourceSplit {
        requireNonNull(id, "id");
        requireNonNull(descriptor, "descriptor");
        if (id.isEmpty() || id.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "split id: " + id.length() + " characters (expected: 1 to " + MAX_TEXT + ")");
        }
        if (descriptor.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "split descriptor: "
                            + descriptor.length()
                            + " characters (expected: at most "
                            + MAX_TEXT
                            + ")");
        }
        if (size < 0) {
            throw new IllegalArgumentException("split size: " + size + " (expected: >= 0)");
        }
    }
}
