package org.holdfast.runtime.state;

import java.util.List;

/** One key group as it is in a state file: undecoded. */
record KeyGroupContent(StateFileInput.GroupStart start, List<Section> sections) {

    /** How many sections there are before those of the states. */
    static final int FIXED_SECTIONS = 3;

    /** See {@link StateFormat}. */
    record Section(byte[] shape, byte[] values) {}

    Section keys() {
        return sections.get(0);
    }

    Section eventTime() {
        return sections.get(1);
    }

    Section processingTime() {
        return sections.get(2);
    }

    /** What a state holds, by its place in the file's header. */
    Section state(int index) {
        return sections.get(FIXED_SECTIONS + index);
    }
}
