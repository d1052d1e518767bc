package org.holdfast.api.file;

import static java.util.Objects.requireNonNull;

/**
 * What a checkpoint keeps of a part: all that is needed to commit it.
 *
 * @param hidden path of the complete file
 * @param visible its path once it is committed, in the same directory
 */
record StagedPart(String hidden, String visible) {

    StagedPart {
        requireNonNull(hidden, "hidden");
        requireNonNull(visible, "visible");
    }

    /** Reads the form {@link #toString} writes. */
    static StagedPart parse(String text) {
        int space = text.indexOf(' ');
        int slash = text.lastIndexOf('/');
        if (space < 0 || slash < space) {
            throw new IllegalArgumentException(
                    "staged part: '" + text + "' (expected: NAME DIRECTORY/HIDDEN-NAME)");
        }
        String hidden = text.substring(space + 1);
        String directory = text.substring(space + 1, slash + 1);
        return new StagedPart(hidden, directory + text.substring(0, space));
    }

    /** The visible name, a space, and the hidden path. */
    @Override
    public String toString() {
        return visible.substring(visible.lastIndexOf('/') + 1) + " " + hidden;
    }
}
