package org.holdfast.runtime.state;

import java.util.ArrayList;
import java.util.List;

/** A key's list. */
final class ListCell<V> {

    final long version;
    final List<V> values;

    /** Whether a value was added that user code could change in place. */
    private boolean changeable;

    ListCell(long version) {
        this(version, new ArrayList<>(4), false);
    }

    private ListCell(long version, List<V> values, boolean changeable) {
        this.version = version;
        this.values = values;
        this.changeable = changeable;
    }

    boolean isChangeable() {
        return changeable;
    }

    void add(V value, ValueCopier copier) {
        changeable |= copier.isChangeable(value);
        values.add(value);
    }

    ListCell<V> copy(long ofVersion, ValueCopier copier) {
        List<V> copies = new ArrayList<>(values);
        if (changeable) {
            copies.replaceAll(copier::copy);
        }
        return new ListCell<>(ofVersion, copies, changeable);
    }
}
