package org.holdfast.runtime.state;

import org.holdfast.api.TimeDomain;

/**
 * One key group as it was at one moment: arrays that nobody changes while a snapshot needs them.
 *
 * @param places rows and gaps
 * @param rows how many rows there are
 * @param eventTime in its first {@code eventTimers} elements
 * @param processingTime in its first {@code processingTimers} elements
 */
record FrozenGroup(
        int number,
        StateRow[] places,
        int rows,
        Timer[] eventTime,
        int eventTimers,
        Timer[] processingTime,
        int processingTimers) {

    static FrozenGroup of(int number, StateTable table, KeyedTimers timers) {
        TimerHeap eventTime = timers.queue(TimeDomain.EVENT_TIME).heap(number);
        TimerHeap processingTime = timers.queue(TimeDomain.PROCESSING_TIME).heap(number);
        return new FrozenGroup(
                number,
                table.places(),
                table.size(),
                eventTime.array(),
                eventTime.size(),
                processingTime.array(),
                processingTime.size());
    }

    boolean isEmpty() {
        return rows == 0 && eventTimers == 0 && processingTimers == 0;
    }
}
