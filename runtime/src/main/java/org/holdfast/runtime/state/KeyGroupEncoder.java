package org.holdfast.runtime.state;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.holdfast.runtime.serialization.RecordSerializer;

/** Writes key groups of one operator. */
final class KeyGroupEncoder {

    private static final int SECTION_HEADER_BYTES = 2 * Integer.BYTES;

    private final StateFileHeader header;
    private final RecordSerializer records;

    KeyGroupEncoder(StateFileHeader header, RecordSerializer records) {
        this.header = header;
        this.records = records;
    }

    /**
     * Writes one group.
     *
     * @throws IOException if that fails; or naming operator, state and class of what cannot be
     *     serialized
     */
    void write(FrozenGroup group, DataOutputStream out) throws IOException {
        StateRow[] rows = StateTable.rows(group.places(), group.rows());
        List<SectionEncoder> sections = new ArrayList<>();
        sections.add(keys(rows));
        sections.add(timers(group.eventTime(), group.eventTimers()));
        sections.add(timers(group.processingTime(), group.processingTimers()));
        for (int cell = 0; cell < header.states().size(); cell++) {
            sections.add(cells(header.states().get(cell), rows, cell));
        }
        out.writeInt(group.number());
        out.writeInt(group.rows());
        out.writeInt(group.eventTimers());
        out.writeInt(group.processingTimers());
        long bytes = 0;
        for (SectionEncoder section : sections) {
            bytes += SECTION_HEADER_BYTES + section.bytes();
        }
        out.writeLong(bytes);
        for (SectionEncoder section : sections) {
            section.writeTo(out);
        }
    }

    private SectionEncoder keys(StateRow[] rows) throws IOException {
        SectionEncoder section = section("Keys");
        for (StateRow row : rows) {
            section.value(row.key);
        }
        return section;
    }

    private SectionEncoder timers(Timer[] timers, int count) throws IOException {
        SectionEncoder section = section("Timers");
        for (int i = 0; i < count; i++) {
            section.time(timers[i].time);
            section.value(timers[i].key);
        }
        return section;
    }

    private SectionEncoder cells(NamedState state, StateRow[] rows, int cell) throws IOException {
        SectionEncoder section = section("State '" + state.name() + "'");
        switch (state.kind()) {
            case VALUE -> {
                for (StateRow row : rows) {
                    Object value = row.cells[cell];
                    section.bit(value != null);
                    if (value != null) {
                        section.value(value);
                    }
                }
            }
            case LIST -> {
                for (StateRow row : rows) {
                    list((ListCell<?>) row.cells[cell], section);
                }
            }
            case MAP -> {
                for (StateRow row : rows) {
                    map((MapCell<?, ?>) row.cells[cell], section);
                }
            }
        }
        return section;
    }

    private static void list(ListCell<?> list, SectionEncoder section) throws IOException {
        if (list == null) {
            section.size(0);
            return;
        }
        section.size(list.values.size());
        for (Object value : list.values) {
            section.value(value);
        }
    }

    private static void map(MapCell<?, ?> map, SectionEncoder section) throws IOException {
        if (map == null) {
            section.size(0);
            return;
        }
        section.size(map.entries.size());
        for (Map.Entry<?, ?> entry : map.entries.entrySet()) {
            section.value(entry.getKey());
            section.value(entry.getValue());
        }
    }

    private SectionEncoder section(String what) {
        return new SectionEncoder(
                what + " of operator '" + header.operatorName() + "'",
                records.encoder(StateFormat.MAX_VALUE_BYTES));
    }
}
