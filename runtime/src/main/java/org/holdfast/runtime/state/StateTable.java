package org.holdfast.runtime.state;

/**
 * The rows of one key group, by key: a hash table with chains. All its keys agree in the hash bits
 * that chose the group, so places go by the bits above them.
 */
final class StateTable {

    private static final int GROUP_BITS = Integer.numberOfTrailingZeros(KeyGroups.COUNT);
    private static final int FIRST_CAPACITY = 16;
    private static final int MAX_CAPACITY = 1 << (Integer.SIZE - GROUP_BITS);

    private StateRow[] places = new StateRow[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    /** The key's row, or null. */
    StateRow find(Object key, int spreadHash) {
        StateRow row = places[place(spreadHash, places.length)];
        while (row != null) {
            if (row.spreadHash == spreadHash && (row.key == key || row.key.equals(key))) {
                return row;
            }
            row = row.next;
        }
        return null;
    }

    /** Adds a row whose key has none. */
    void add(StateRow row) {
        if (size >= places.length && places.length < MAX_CAPACITY) {
            grow();
        }
        link(row, places);
        size++;
    }

    /** Removes a row that is here. */
    void remove(StateRow row) {
        int place = place(row.spreadHash, places.length);
        if (places[place] == row) {
            places[place] = row.next;
        } else {
            StateRow before = places[place];
            while (before.next != row) {
                before = before.next;
            }
            before.next = row.next;
        }
        size--;
    }

    /** All rows at this moment. */
    StateRow[] rows() {
        StateRow[] rows = new StateRow[size];
        int count = 0;
        for (StateRow first : places) {
            for (StateRow row = first; row != null; row = row.next) {
                rows[count++] = row;
            }
        }
        return rows;
    }

    private void grow() {
        StateRow[] larger = new StateRow[places.length * 2];
        for (StateRow first : places) {
            StateRow row = first;
            while (row != null) {
                StateRow next = row.next;
                link(row, larger);
                row = next;
            }
        }
        places = larger;
    }

    private static void link(StateRow row, StateRow[] places) {
        int place = place(row.spreadHash, places.length);
        row.next = places[place];
        places[place] = row;
    }

    private static int place(int spreadHash, int capacity) {
        return (spreadHash >>> GROUP_BITS) & (capacity - 1);
    }
}
