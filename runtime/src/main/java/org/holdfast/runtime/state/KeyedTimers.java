package org.holdfast.runtime.state;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import org.holdfast.api.TimeDomain;
import org.holdfast.api.Timers;

/**
 * The timers of an operator subtask's keys, and how far event time has come. One thread only; it
 * fires nothing itself, {@link #pollDue} hands out what is due.
 */
public final class KeyedTimers implements Timers {

    /** A timer that is due, and no longer set. */
    public record Due(Object key, long time, TimeDomain domain) {}

    private final KeyedState state;
    private final InstantSource clock;
    private final TimerQueue eventTime;
    private final TimerQueue processingTime;
    private long watermark = Long.MIN_VALUE;

    KeyedTimers(
            KeyedState state, KeyGroupRange range, SnapshotVersions versions, InstantSource clock) {
        this.state = state;
        this.clock = requireNonNull(clock, "clock");
        this.eventTime = new TimerQueue(range, versions);
        this.processingTime = new TimerQueue(range, versions);
    }

    /**
     * Takes event time forward.
     *
     * @return whether it was not there before
     */
    public boolean advanceWatermark(long time) {
        if (time <= watermark) {
            return false;
        }
        watermark = time;
        return true;
    }

    /**
     * Removes one timer that is due: of event time first, the earliest first.
     *
     * @return null if there is none
     */
    public Due pollDue(long nowMillis) {
        Due due = pollDueEventTime();
        if (due != null) {
            return due;
        }
        Timer timer = processingTime.pollDue(nowMillis);
        return timer == null ? null : new Due(timer.key, timer.time, TimeDomain.PROCESSING_TIME);
    }

    /** Removes the earliest event-time timer that is due; null if there is none. */
    public Due pollDueEventTime() {
        Timer timer = eventTime.pollDue(watermark);
        return timer == null ? null : new Due(timer.key, timer.time, TimeDomain.EVENT_TIME);
    }

    /** Whether an event-time timer is due. */
    public boolean isEventTimeDue() {
        return eventTime.nextTime() <= watermark && eventTime.size() > 0;
    }

    /** The point in processing time the next timer is set for; {@link Long#MAX_VALUE} for none. */
    public long nextProcessingTime() {
        return processingTime.nextTime();
    }

    /** How many timers are set, of both domains. */
    public long count() {
        return eventTime.size() + processingTime.size();
    }

    @Override
    public long processingTime() {
        return clock.millis();
    }

    @Override
    public long watermark() {
        return watermark;
    }

    @Override
    public void setEventTime(long time) {
        eventTime.add(state.timerKey(), state.currentHash(), time);
    }

    @Override
    public void setProcessingTime(long time) {
        processingTime.add(state.timerKey(), state.currentHash(), time);
    }

    @Override
    public void deleteEventTime(long time) {
        eventTime.remove(state.timerKey(), state.currentHash(), time);
    }

    @Override
    public void deleteProcessingTime(long time) {
        processingTime.remove(state.timerKey(), state.currentHash(), time);
    }

    /** Sets what a checkpoint holds. */
    void restore(DecodedGroups groups, long restoredWatermark) {
        groups.eventTime().forEach(timer -> set(eventTime, timer));
        groups.processingTime().forEach(timer -> set(processingTime, timer));
        watermark = restoredWatermark;
    }

    private static void set(TimerQueue queue, Timer timer) {
        queue.add(timer.key, timer.spreadHash, timer.time);
    }

    TimerQueue queue(TimeDomain domain) {
        return domain == TimeDomain.EVENT_TIME ? eventTime : processingTime;
    }
}
