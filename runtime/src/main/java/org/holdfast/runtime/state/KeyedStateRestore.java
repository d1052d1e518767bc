package org.holdfast.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.serialization.RecordSerializer;

/** Reads a subtask's key groups from the state files of a checkpoint, of any parallelism. */
final class KeyedStateRestore {

    private final String operatorName;
    private final KeyGroupRange range;
    private final List<NamedState> states;
    private final long version;
    private final RecordSerializer records;
    private final boolean dropUnknownState;
    private final DecodedGroups decoded = new DecodedGroups();
    private final BitSet covered = new BitSet();
    private long watermark = Long.MAX_VALUE;

    /**
     * Prepares to read.
     *
     * @param states what the operator has now; what they are in the files goes by name
     * @param version of the rows that are made
     * @param records reads state
     * @param dropUnknownState whether states the operator does not have are left out
     */
    KeyedStateRestore(
            String operatorName,
            KeyGroupRange range,
            List<NamedState> states,
            long version,
            RecordSerializer records,
            boolean dropUnknownState) {
        this.operatorName = operatorName;
        this.range = range;
        this.states = states;
        this.version = version;
        this.records = records;
        this.dropUnknownState = dropUnknownState;
    }

    /**
     * Reads from all handles what belongs to this subtask.
     *
     * @throws IOException naming file, operator and state, if a file cannot be read or does not
     *     fit, or if a key group is in none or in several
     */
    void read(List<StateHandle> handles, StateFiles files) throws IOException {
        for (StateHandle handle : handles) {
            String name = nameOf(handle);
            try (InputStream in = files.open(handle)) {
                read(new StateFileInput(in, name), name);
            }
        }
        int missing = covered.nextClearBit(range.first());
        if (range.contains(missing)) {
            throw new IOException(
                    "The checkpoint has no state file with key group "
                            + missing
                            + " of operator '"
                            + operatorName
                            + "'. Restore from another checkpoint.");
        }
    }

    private String nameOf(StateHandle handle) {
        return handle.file().isEmpty()
                ? "The state of operator '" + operatorName + "' in the checkpoint's metadata"
                : "State file " + handle.file();
    }

    private void read(StateFileInput in, String name) throws IOException {
        StateFileHeader header = in.readHeader();
        if (!header.operatorName().equals(operatorName)) {
            throw new IOException(
                    name
                            + " holds the state of operator '"
                            + header.operatorName()
                            + "', not of '"
                            + operatorName
                            + "'.");
        }
        List<KeyGroupContent> groups = new ArrayList<>();
        while (in.hasNextGroup()) {
            StateFileInput.GroupStart start = in.nextGroup();
            if (range.contains(start.number())) {
                groups.add(in.content(start));
            } else {
                in.skip(start);
            }
        }
        in.finish();
        cover(header.range(), name);
        watermark = Math.min(watermark, header.watermark());
        KeyGroupDecoder decoder =
                new KeyGroupDecoder(
                        operatorName,
                        name,
                        header.states(),
                        cells(header.states(), name),
                        states.size(),
                        version,
                        records);
        for (KeyGroupContent group : groups) {
            decoder.decode(group, decoded);
        }
    }

    private void cover(KeyGroupRange inFile, String name) throws IOException {
        for (int group = inFile.first(); group < inFile.first() + inFile.count(); group++) {
            if (range.contains(group) && covered.get(group)) {
                throw new IOException(
                        name
                                + " holds key group "
                                + group
                                + " of operator '"
                                + operatorName
                                + "', and so does another state file of the checkpoint.");
            }
            covered.set(group);
        }
    }

    /** By place in the file, the cell a state goes to, or -1. */
    private int[] cells(List<NamedState> inFile, String name) throws IOException {
        int[] cells = new int[inFile.size()];
        Arrays.fill(cells, -1);
        for (int i = 0; i < cells.length; i++) {
            NamedState stored = inFile.get(i);
            for (int cell = 0; cell < states.size(); cell++) {
                if (states.get(cell).name().equals(stored.name())) {
                    checkKind(stored, states.get(cell), name);
                    cells[i] = cell;
                }
            }
            if (cells[i] < 0 && !dropUnknownState) {
                throw new IOException(
                        name
                                + " holds state '"
                                + stored.name()
                                + "', which operator '"
                                + operatorName
                                + "' does not have. Name it in open(), or start with -n to drop"
                                + " it.");
            }
        }
        return cells;
    }

    private void checkKind(NamedState stored, NamedState current, String name) throws IOException {
        if (stored.kind() != current.kind()) {
            throw new IOException(
                    name
                            + " holds state '"
                            + stored.name()
                            + "' of operator '"
                            + operatorName
                            + "' as a "
                            + stored.kind()
                            + ", but the operator has it as a "
                            + current.kind()
                            + ". Give the new state another name.");
        }
    }

    /** The rows of all key groups. */
    List<StateRow> rows() {
        return decoded.rows();
    }

    /** Sets all timers, and the watermark all of the operator's subtasks had reached. */
    void timers(KeyedTimers timers) {
        timers.restore(decoded, watermark);
    }
}
