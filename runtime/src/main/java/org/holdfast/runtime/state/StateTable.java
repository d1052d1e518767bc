package org.holdfast.runtime.state;

/**
 * The rows of one key group, by key: a hash table with open addressing, at most half full. A
 * snapshot takes {@link #places} as they are; the first change after it goes to a copy of them.
 */
final class StateTable {

    private static final int FIRST_CAPACITY = 16;

    /** 2<sup>32</sup> divided by the golden ratio. */
    private static final int GOLDEN = 0x9E3779B9;

    private final SnapshotVersions versions;
    private StateRow[] places = new StateRow[FIRST_CAPACITY];
    private long placesVersion;
    private int size;

    StateTable(SnapshotVersions versions) {
        this.versions = versions;
        this.placesVersion = versions.current();
    }

    int size() {
        return size;
    }

    /** Rows and gaps in no particular order; not to be changed. */
    StateRow[] places() {
        return places;
    }

    /** The key's row, or null. */
    StateRow find(Object key, int spreadHash) {
        StateRow[] rows = places;
        int mask = rows.length - 1;
        int place = home(spreadHash, rows.length);
        StateRow row;
        while ((row = rows[place]) != null) {
            if (row.spreadHash == spreadHash && (row.key == key || row.key.equals(key))) {
                return row;
            }
            place = (place + 1) & mask;
        }
        return null;
    }

    /** Adds a row whose key has none. */
    void add(StateRow row) {
        if (size >= places.length / 2) {
            grow();
        } else {
            thaw();
        }
        insert(row, places);
        size++;
    }

    /** Puts a row in the place of one that is here, of the same key. */
    void replace(StateRow row, StateRow replacement) {
        thaw();
        places[placeOf(row)] = replacement;
    }

    /** Removes a row that is here. */
    void remove(StateRow row) {
        thaw();
        StateRow[] rows = places;
        int mask = rows.length - 1;
        int gap = placeOf(row);
        int place = gap;
        StateRow next;
        while ((next = rows[place = (place + 1) & mask]) != null) {
            // A row may move back into the gap if its search passes there.
            int passed = (place - home(next.spreadHash, rows.length)) & mask;
            if (passed >= ((place - gap) & mask)) {
                rows[gap] = next;
                gap = place;
            }
        }
        rows[gap] = null;
        size--;
    }

    /** All rows at this moment. */
    StateRow[] rows() {
        return rows(places, size);
    }

    /** The rows among places. */
    static StateRow[] rows(StateRow[] places, int size) {
        StateRow[] rows = new StateRow[size];
        int count = 0;
        for (StateRow row : places) {
            if (row != null) {
                rows[count++] = row;
            }
        }
        return rows;
    }

    private int placeOf(StateRow row) {
        int place = home(row.spreadHash, places.length);
        while (places[place] != row) {
            place = (place + 1) & (places.length - 1);
        }
        return place;
    }

    private void thaw() {
        if (versions.isFrozen(placesVersion)) {
            places = places.clone();
            placesVersion = versions.current();
        }
    }

    private void grow() {
        StateRow[] larger = new StateRow[Math.multiplyExact(places.length, 2)];
        for (StateRow row : places) {
            if (row != null) {
                insert(row, larger);
            }
        }
        places = larger;
        placesVersion = versions.current();
    }

    private static void insert(StateRow row, StateRow[] places) {
        int place = home(row.spreadHash, places.length);
        while (places[place] != null) {
            place = (place + 1) & (places.length - 1);
        }
        places[place] = row;
    }

    /**
     * Where the search for a key begins. All keys of a group agree in the hash bits that chose it;
     * a multiplication puts what the others say into the bits above.
     */
    private static int home(int spreadHash, int capacity) {
        return (spreadHash * GOLDEN) >>> (Integer.numberOfLeadingZeros(capacity) + 1);
    }
}
