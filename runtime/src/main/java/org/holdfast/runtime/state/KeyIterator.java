package org.holdfast.runtime.state;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The keys of tables, each table's as they are when its first is asked for. */
final class KeyIterator implements Iterator<Object> {

    private final StateTable[] tables;
    private int nextTable;
    private StateRow[] rows = {};
    private int nextRow;

    KeyIterator(StateTable[] tables) {
        this.tables = tables;
    }

    @Override
    public boolean hasNext() {
        while (nextRow == rows.length && nextTable < tables.length) {
            rows = tables[nextTable++].rows();
            nextRow = 0;
        }
        return nextRow < rows.length;
    }

    @Override
    public Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows[nextRow++].key;
    }
}
