package org.holdfast.runtime.task.chain;

import org.holdfast.api.OperatorContext;
import org.holdfast.api.TimestampFunction;

/**
 * Tells event time by the records that pass: it comes after the latest of them, by the lateness
 * that is allowed. What the operators before say of event time is dropped, but for its end.
 */
final class EventTimeLink extends ChainLink {

    /** Watermarks are put out this often at most: each costs every consumer some work. */
    static final long INTERVAL_MILLIS = 200;

    private final TimestampFunction<Object> timestamps;
    private final long latenessMillis;
    private final ChainOutput out;

    /** The largest timestamp so far. */
    private long latest = Long.MIN_VALUE;

    /** The last watermark that was put out. */
    private long watermark = Long.MIN_VALUE;

    /** When the next one may be, by the wall clock. */
    private long nextMillis = Long.MIN_VALUE;

    EventTimeLink(
            TimestampFunction<Object> timestamps,
            long latenessMillis,
            OperatorContext context,
            ChainOutput out,
            ChainFailure failure) {
        super(context.operatorName(), out, failure);
        this.timestamps = timestamps;
        this.latenessMillis = latenessMillis;
        this.out = out;
    }

    @Override
    void open() {
        // a timestamp function has nothing to open
    }

    @Override
    public void emit(Object value) {
        requireRecord(value);
        long timestamp;
        try {
            timestamp = timestamps.timestamp(value);
        } catch (Throwable t) {
            throw failed(t);
        }
        if (timestamp > latest) {
            latest = timestamp;
        }
        out.emit(value);
    }

    @Override
    void watermark(long time) {
        if (time == Long.MAX_VALUE) {
            watermark = time;
            out.advance(time);
        }
    }

    @Override
    boolean fireTimers(long nowMillis) {
        if (nextTimer() <= nowMillis) {
            watermark = reached();
            nextMillis = nowMillis + INTERVAL_MILLIS;
            out.advance(watermark);
        }
        return true;
    }

    @Override
    long nextTimer() {
        return reached() > watermark ? nextMillis : Long.MAX_VALUE;
    }

    /** A record as late as is allowed may still have the time behind this one. */
    private long reached() {
        long behind = latenessMillis + 1;
        return latest < Long.MIN_VALUE + behind ? Long.MIN_VALUE : latest - behind;
    }

    @Override
    void close() {
        // nor to close
    }
}
