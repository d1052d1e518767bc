package org.holdfast.runtime.state;

/** What one key holds: a cell per named state, null where there is nothing. */
final class StateRow {

    final Object key;
    final int spreadHash;
    final long version;
    final Object[] cells;

    StateRow(Object key, int spreadHash, long version, Object[] cells) {
        this.key = key;
        this.spreadHash = spreadHash;
        this.version = version;
        this.cells = cells;
    }

    /** A row of the same content, of another version. */
    StateRow copy(long ofVersion) {
        return new StateRow(key, spreadHash, ofVersion, cells.clone());
    }

    /** Whether no cell but this one has content. */
    boolean isEmptyBut(int cell) {
        for (int i = 0; i < cells.length; i++) {
            if (i != cell && cells[i] != null) {
                return false;
            }
        }
        return true;
    }
}
