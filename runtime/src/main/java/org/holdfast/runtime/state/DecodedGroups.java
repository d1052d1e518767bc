package org.holdfast.runtime.state;

import java.util.ArrayList;
import java.util.List;

/** What was read from state files and is in no table or queue yet. Grows while it is read. */
record DecodedGroups(List<StateRow> rows, List<Timer> eventTime, List<Timer> processingTime) {

    DecodedGroups() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
