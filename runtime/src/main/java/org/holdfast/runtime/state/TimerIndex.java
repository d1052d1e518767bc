package org.holdfast.runtime.state;

/** Finds a timer by its key and time: a hash table with open addressing, at most half full. */
final class TimerIndex {

    private static final int FIRST_CAPACITY = 16;
    private static final Timer[] NONE = {null, null};

    private Timer[] places = NONE;
    private int size;

    Timer find(Object key, int spreadHash, long time) {
        int place = home(spreadHash, time, places.length);
        Timer timer;
        while ((timer = places[place]) != null) {
            if (timer.isFor(key, spreadHash, time)) {
                return timer;
            }
            place = next(place);
        }
        return null;
    }

    /** Adds a timer that has no equal here. */
    void add(Timer timer) {
        if (size >= places.length / 2 || places == NONE) {
            Timer[] before = places;
            places = new Timer[Math.max(FIRST_CAPACITY, Math.multiplyExact(before.length, 2))];
            for (Timer moved : before) {
                if (moved != null) {
                    insert(moved);
                }
            }
        }
        insert(timer);
        size++;
    }

    /** Removes a timer that is here. */
    void remove(Timer timer) {
        int gap = home(timer, places.length);
        while (places[gap] != timer) {
            gap = next(gap);
        }
        int mask = places.length - 1;
        int place = gap;
        Timer follower;
        while ((follower = places[place = next(place)]) != null) {
            // It may move back into the gap if its search passes there.
            int passed = (place - home(follower, places.length)) & mask;
            if (passed >= ((place - gap) & mask)) {
                places[gap] = follower;
                gap = place;
            }
        }
        places[gap] = null;
        size--;
    }

    private void insert(Timer timer) {
        int place = home(timer, places.length);
        while (places[place] != null) {
            place = next(place);
        }
        places[place] = timer;
    }

    private int next(int place) {
        return (place + 1) & (places.length - 1);
    }

    private static int home(Timer timer, int capacity) {
        return home(timer.spreadHash, timer.time, capacity);
    }

    private static int home(int spreadHash, long time, int capacity) {
        return KeyGroups.spread(31 * spreadHash + Long.hashCode(time)) & (capacity - 1);
    }
}
