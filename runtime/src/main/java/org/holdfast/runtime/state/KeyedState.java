package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.holdfast.api.state.ListState;
import org.holdfast.api.state.MapState;
import org.holdfast.api.state.ValueState;

/**
 * The keyed state of one operator subtask. First its states are named, then {@link #setCurrentKey}
 * chooses the key all of them stand at. One thread only.
 *
 * <p>The current key's row is looked up once per key change, so getting and setting a value costs
 * no more than reaching into an array.
 */
public final class KeyedState {

    private final String operatorName;
    private final int firstGroup;
    private final StateTable[] tables;
    private final List<String> names = new ArrayList<>();
    private boolean sealed;

    private StateTable currentTable;
    private Object currentKey;
    private int currentHash;
    private StateRow currentRow;

    /** Empty state for the key groups of a subtask. */
    public KeyedState(String operatorName, int subtask, int parallelism) {
        this.operatorName = requireNonNull(operatorName, "operatorName");
        this.firstGroup = KeyGroups.firstOf(subtask, parallelism);
        this.tables = new StateTable[KeyGroups.firstOf(subtask + 1, parallelism) - firstGroup];
        Arrays.setAll(tables, group -> new StateTable());
    }

    /** Names a state of one value per key. */
    public <V> ValueState<V> valueState(String name) {
        return new HeapValueState<>(this, define(name));
    }

    /** Names a state of a list per key. */
    public <V> ListState<V> listState(String name) {
        return new HeapListState<>(this, define(name));
    }

    /** Names a state of a map per key. */
    public <K, V> MapState<K, V> mapState(String name) {
        return new HeapMapState<>(this, define(name));
    }

    private int define(String name) {
        requireNonNull(name, "name");
        if (sealed) {
            throw new IllegalStateException(
                    describe(name) + " is asked for too late. Get state handles in open().");
        }
        if (names.contains(name)) {
            throw new IllegalStateException(
                    describe(name) + " is defined twice. Give each state a name of its own.");
        }
        names.add(name);
        return names.size() - 1;
    }

    /** No more states from now on; every row has a cell for each of them. */
    public void seal() {
        sealed = true;
    }

    /**
     * Chooses the key the states stand at.
     *
     * @param key not null, of a group this subtask holds
     */
    public void setCurrentKey(Object key) {
        int hash = KeyGroups.spread(key.hashCode());
        StateTable table = tables[KeyGroups.ofSpread(hash) - firstGroup];
        currentKey = key;
        currentHash = hash;
        currentTable = table;
        currentRow = table.find(key, hash);
    }

    /** How many keys have state. */
    public long keyCount() {
        long count = 0;
        for (StateTable table : tables) {
            count += table.size();
        }
        return count;
    }

    /**
     * The keys that have state, group after group. While it runs, the state of keys that were
     * already handed out, and of no others, may change.
     */
    public Iterator<Object> keys() {
        return new KeyIterator();
    }

    String describe(String stateName) {
        return "State '" + stateName + "' of operator '" + operatorName + "'";
    }

    String describe(int cell) {
        return describe(names.get(cell));
    }

    /** What the current key holds in a cell, or null. */
    Object get(int cell) {
        StateRow row = currentRow;
        if (row == null) {
            requireCurrentKey(cell);
            return null;
        }
        return row.cells[cell];
    }

    /** Puts something into a cell of the current key. */
    void set(int cell, Object content) {
        StateRow row = currentRow;
        if (row == null) {
            requireCurrentKey(cell);
            row = new StateRow(currentKey, currentHash, names.size());
            currentTable.add(row);
            currentRow = row;
        }
        row.cells[cell] = content;
    }

    /** Empties a cell of the current key; a key without anything left is forgotten. */
    void clear(int cell) {
        StateRow row = currentRow;
        if (row == null) {
            requireCurrentKey(cell);
            return;
        }
        row.cells[cell] = null;
        if (row.isEmpty()) {
            currentTable.remove(row);
            currentRow = null;
        }
    }

    private void requireCurrentKey(int cell) {
        if (currentTable == null) {
            throw new IllegalStateException(
                    describe(cell)
                            + " is used without a key. Use it in process() and endOfInput() only.");
        }
    }

    private final class KeyIterator implements Iterator<Object> {

        private int nextTable;
        private StateRow[] rows = {};
        private int nextRow;

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
}
