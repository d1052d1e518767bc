package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import org.holdfast.api.state.ListState;
import org.holdfast.api.state.MapState;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.serialization.RecordSerializer;

/**
 * The keyed state and the timers of one operator subtask. First its states are named, then it is
 * sealed and perhaps restored, then {@link #setCurrentKey} chooses the key all states stand at. One
 * thread only, but for the writing of snapshots.
 *
 * <p>The current key's row is looked up once per key change, so getting and setting a value costs
 * no more than reaching into an array.
 */
public final class KeyedState {

    private final String operatorName;
    private final KeyGroupRange range;
    private final RecordSerializer records;
    private final ValueCopier copier;
    private final SnapshotVersions versions = new SnapshotVersions();
    private final StateTable[] tables;
    private final KeyedTimers timers;
    private final NamedStates states;

    private StateTable currentTable;
    private Object currentKey;
    private int currentHash;
    private StateRow currentRow;

    /**
     * Empty state for the key groups of a subtask.
     *
     * @param records the task's own; snapshots are written with others
     * @param clock tells processing time
     */
    public KeyedState(
            String operatorName,
            int subtask,
            int parallelism,
            RecordSerializer records,
            InstantSource clock) {
        this.operatorName = requireNonNull(operatorName, "operatorName");
        this.states = new NamedStates(operatorName);
        this.range = KeyGroupRange.of(subtask, parallelism);
        this.records = requireNonNull(records, "records");
        this.copier = new ValueCopier(records);
        this.tables = new StateTable[range.count()];
        Arrays.setAll(tables, group -> new StateTable(versions));
        this.timers = new KeyedTimers(this, range, versions, clock);
    }

    /** Names a state of one value per key. */
    public <V> ValueState<V> valueState(String name) {
        return new HeapValueState<>(this, states.define(name, StateKind.VALUE));
    }

    /** Names a state of a list per key. */
    public <V> ListState<V> listState(String name) {
        return new HeapListState<>(this, states.define(name, StateKind.LIST));
    }

    /** Names a state of a map per key. */
    public <K, V> MapState<K, V> mapState(String name) {
        return new HeapMapState<>(this, states.define(name, StateKind.MAP));
    }

    /** The timers of the keys. */
    public KeyedTimers timers() {
        return timers;
    }

    /** No more states from now on; every row has a cell for each of them. */
    public void seal() {
        states.seal();
    }

    /**
     * Takes over what a checkpoint holds for this subtask's key groups. To be called once, after
     * {@link #seal} and before any key is set.
     *
     * @throws IOException if a file cannot be read or does not fit; names it, the operator, and the
     *     state. Nothing is taken over then.
     */
    public void restore(TaskRestore restore, StateFiles files) throws IOException {
        if (restore.keyed().isEmpty()) {
            return;
        }
        KeyedStateRestore found =
                new KeyedStateRestore(
                        operatorName,
                        range,
                        states.asList(),
                        versions.current(),
                        records.forState(),
                        restore.dropUnknownState());
        found.read(restore.keyed(), files);
        found.rows().forEach(row -> tables[groupOf(row.spreadHash)].add(row));
        found.timers(timers);
    }

    /**
     * Takes a snapshot of everything as it is. Takes microseconds, however many keys there are:
     * what is changed later is copied first, until the snapshot is released.
     *
     * @throws SnapshotException if too many snapshots are not released yet
     */
    public KeyedSnapshot snapshot() {
        long snapshot = versions.begin(operatorName);
        FrozenGroup[] groups = new FrozenGroup[tables.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = FrozenGroup.of(range.first() + i, tables[i], timers);
        }
        return new HeapKeyedSnapshot(
                new StateFileHeader(operatorName, range, states.asList(), timers.watermark()),
                groups,
                records::forState,
                () -> versions.end(snapshot));
    }

    /**
     * Chooses the key the states stand at.
     *
     * @param key not null, of a group this subtask holds
     */
    public void setCurrentKey(Object key) {
        int hash = KeyGroups.spread(key.hashCode());
        StateTable table = tables[groupOf(hash)];
        currentKey = key;
        currentHash = hash;
        currentTable = table;
        currentRow = table.find(key, hash);
    }

    private int groupOf(int spreadHash) {
        return KeyGroups.ofSpread(spreadHash) - range.first();
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
        return new KeyIterator(tables);
    }

    String describe(int cell) {
        return states.describe(cell);
    }

    /** What the current key holds in a cell, or null; its version says whether it is frozen. */
    Object get(int cell) {
        StateRow row = currentRow;
        if (row == null) {
            requireCurrentKey(cell);
            return null;
        }
        return row.cells[cell];
    }

    /** What the current key holds in a cell, to be handed out: no snapshot shares it. */
    Object getValue(int cell) {
        Object value = get(cell);
        if (value != null && versions.isFrozen(currentRow.version) && copier.isChangeable(value)) {
            thaw(-1);
            return currentRow.cells[cell];
        }
        return value;
    }

    /** Puts something into a cell of the current key. */
    void set(int cell, Object content) {
        StateRow row = currentRow;
        if (row == null) {
            requireCurrentKey(cell);
            row =
                    new StateRow(
                            currentKey, currentHash, versions.current(), new Object[states.size()]);
            currentTable.add(row);
            currentRow = row;
        } else if (versions.isFrozen(row.version)) {
            row = thaw(cell);
        }
        row.cells[cell] = content;
    }

    /** Empties a cell of the current key; a key without anything left is forgotten. */
    void clear(int cell) {
        StateRow row = currentRow;
        if (row == null) {
            requireCurrentKey(cell);
        } else if (row.isEmptyBut(cell)) {
            currentTable.remove(row);
            currentRow = null;
        } else {
            set(cell, null);
        }
    }

    /**
     * Replaces the current row by a copy that no snapshot holds. Lists and maps are still shared
     * and have versions of their own.
     *
     * @param replaced a cell whose content is of no use; -1 for none
     */
    private StateRow thaw(int replaced) {
        StateRow copy = currentRow.copy(versions.current());
        for (int i = 0; i < copy.cells.length; i++) {
            if (i != replaced && copy.cells[i] != null && states.kind(i) == StateKind.VALUE) {
                copy.cells[i] = copier.copy(copy.cells[i]);
            }
        }
        currentTable.replace(currentRow, copy);
        currentRow = copy;
        return copy;
    }

    boolean isFrozen(long version) {
        return versions.isFrozen(version);
    }

    long version() {
        return versions.current();
    }

    ValueCopier copier() {
        return copier;
    }

    /** The current key, to set a timer for. */
    Object timerKey() {
        if (currentTable == null) {
            throw new IllegalStateException(
                    "A timer of operator '"
                            + operatorName
                            + "' is set or deleted without a key. Do that in process(), onTimer()"
                            + " and endOfInput() only.");
        }
        return currentKey;
    }

    int currentHash() {
        return currentHash;
    }

    private void requireCurrentKey(int cell) {
        if (currentTable == null) {
            throw new IllegalStateException(
                    describe(cell)
                            + " is used without a key. Use it in process(), onTimer() and"
                            + " endOfInput() only.");
        }
    }
}
