package org.holdfast.api.window;

import java.time.Duration;

/** Says which windows there are. They start at multiples of the slide, since 1970 in UTC. */
public sealed interface WindowAssigner permits TumblingWindows, SlidingWindows {

    /** How long a window is. */
    Duration size();

    /** From the start of one window to the start of the next; not more than the size. */
    Duration slide();

    /**
     * How far a window's end may lie back in event time when a record for it still counts. A window
     * that has put out its result puts out another one for every such record.
     */
    Duration allowedLateness();
}
