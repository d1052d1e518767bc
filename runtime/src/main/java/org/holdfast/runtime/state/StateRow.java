package org.holdfast.runtime.state;

/** What one key holds: a cell per named state, null where there is nothing. */
final class StateRow {

    final Object key;
    final int spreadHash;
    final Object[] cells;
    StateRow next;

    StateRow(Object key, int spreadHash, int cells) {
        this.key = key;
        this.spreadHash = spreadHash;
        this.cells = new Object[cells];
    }

    boolean isEmpty() {
        for (Object cell : cells) {
            if (cell != null) {
                return false;
            }
        }
        return true;
    }
}
