package org.holdfast.api;

/**
 * The timers of the current key, and what time it is. A timer is a point in time, in milliseconds;
 * a key has at most one for each point and {@link TimeDomain}. Timers are part of checkpoints.
 *
 * <p>A timer in the past fires at the next opportunity, not within the call that set it.
 */
public interface Timers {

    /** The wall clock, in milliseconds since 1970. */
    long processingTime();

    /**
     * The point in event time that all inputs have reached; {@link Long#MIN_VALUE} at first, {@link
     * Long#MAX_VALUE} when all input has ended.
     */
    long watermark();

    /** Sets a timer for a point in event time; fires when the watermark reaches it. */
    void setEventTime(long time);

    /** Sets a timer for a point in processing time. Those still to come at the end never fire. */
    void setProcessingTime(long time);

    /** Removes a timer, if it is set. */
    void deleteEventTime(long time);

    /** Removes a timer, if it is set. */
    void deleteProcessingTime(long time);
}
