package org.holdfast.faults;

import java.util.ArrayList;
import java.util.List;

/** What is noted while a cell runs. */
final class CellNotes {

    private final List<String> seen = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /** Something was seen. */
    void saw(String what) {
        seen.add(what);
    }

    /**
     * Notes a violation unless it holds.
     *
     * @param violation what it is then, with its invariant
     */
    void require(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    String seen() {
        return String.join(", ", seen);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
