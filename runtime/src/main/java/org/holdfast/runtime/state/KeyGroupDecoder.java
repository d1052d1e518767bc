package org.holdfast.runtime.state;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.holdfast.runtime.serialization.RecordSerializer;

/** Makes rows and timers of the key groups of one state file. */
final class KeyGroupDecoder {

    private final String operatorName;
    private final String file;
    private final List<NamedState> statesInFile;
    private final int[] cells;
    private final int rowCells;
    private final long version;
    private final RecordSerializer records;
    private final ValueCopier copier;

    /**
     * Prepares for the groups of a file.
     *
     * @param file for messages
     * @param cells by place in the file, the cell a state goes to; -1 for one that is dropped
     * @param rowCells how many cells a row has
     * @param version of what is made
     * @param records reads state
     */
    KeyGroupDecoder(
            String operatorName,
            String file,
            List<NamedState> statesInFile,
            int[] cells,
            int rowCells,
            long version,
            RecordSerializer records) {
        this.operatorName = operatorName;
        this.file = file;
        this.statesInFile = statesInFile;
        this.cells = cells;
        this.rowCells = rowCells;
        this.version = version;
        this.records = records;
        this.copier = new ValueCopier(records);
    }

    /** Decodes a group; rows of which nothing is left are left out. */
    void decode(KeyGroupContent group, DecodedGroups into) throws IOException {
        StateRow[] rows = rows(group);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] >= 0) {
                NamedState state = statesInFile.get(i);
                SectionDecoder section = section("State '" + state.name() + "'", group.state(i));
                for (StateRow row : rows) {
                    row.cells[cells[i]] = content(state.kind(), section);
                }
                section.finish();
            }
        }
        for (StateRow row : rows) {
            if (!row.isEmptyBut(-1)) {
                into.rows().add(row);
            }
        }
        StateFileInput.GroupStart start = group.start();
        timers(group.eventTime(), start.eventTimers(), start.number(), into.eventTime());
        timers(
                group.processingTime(),
                start.processingTimers(),
                start.number(),
                into.processingTime());
    }

    private StateRow[] rows(KeyGroupContent group) throws IOException {
        SectionDecoder section = section("Keys", group.keys());
        int count = group.start().rows();
        if (count > group.keys().values().length) {
            throw section.failed("it has fewer keys than announced", null);
        }
        StateRow[] rows = new StateRow[count];
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Object key = section.value();
            int hash = checkedHash(key, group.start().number(), section);
            if (!seen.add(key)) {
                throw section.failed("one of them is there twice", null);
            }
            rows[i] = new StateRow(key, hash, version, new Object[rowCells]);
        }
        section.finish();
        return rows;
    }

    private Object content(StateKind kind, SectionDecoder section) throws IOException {
        if (kind == StateKind.VALUE) {
            return section.bit() ? section.value() : null;
        }
        int size = section.size();
        if (size == 0) {
            return null;
        }
        if (kind == StateKind.LIST) {
            ListCell<Object> list = new ListCell<>(version);
            for (int i = 0; i < size; i++) {
                list.add(section.value(), copier);
            }
            return list;
        }
        MapCell<Object, Object> map = new MapCell<>(version);
        for (int i = 0; i < size; i++) {
            Object mapKey = section.value();
            map.put(mapKey, section.value(), copier);
        }
        return map;
    }

    private void timers(KeyGroupContent.Section encoded, int count, int group, List<Timer> into)
            throws IOException {
        SectionDecoder section = section("Timers", encoded);
        for (int i = 0; i < count; i++) {
            long time = section.time();
            Object key = section.value();
            into.add(new Timer(key, checkedHash(key, group, section), time));
        }
        section.finish();
    }

    /** The spread hash code of a key, if it still belongs to its group. */
    private static int checkedHash(Object key, int group, SectionDecoder section)
            throws IOException {
        int hash = KeyGroups.spread(key.hashCode());
        if (KeyGroups.ofSpread(hash) != group) {
            throw section.failed(
                    "a key of class "
                            + key.getClass().getName()
                            + " has another hash code than when it was written. A key's hashCode"
                            + " must be the same in every process: no enums, arrays or classes"
                            + " without a hashCode of their own in it",
                    null);
        }
        return hash;
    }

    private SectionDecoder section(String what, KeyGroupContent.Section section) {
        return new SectionDecoder(
                what + " of operator '" + operatorName + "' in " + file, section, records);
    }
}
