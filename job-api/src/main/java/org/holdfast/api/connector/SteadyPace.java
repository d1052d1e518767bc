package org.holdfast.api.connector;

import java.util.function.LongSupplier;

/** A number of records per second, the first of them after its share of a second. */
final class SteadyPace implements Pace {

    private final double perNano;
    private final double mostDue;
    private final LongSupplier nanoClock;
    private long lastNanos;
    private double due;

    SteadyPace(double perSecond, LongSupplier nanoClock) {
        this.perNano = perSecond / 1e9;
        // a second's worth of catching up, but always room for a record and a part of the next
        this.mostDue = Math.max(perSecond, 2);
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong();
    }

    @Override
    public long due() {
        long now = nanoClock.getAsLong();
        due = Math.min(mostDue, due + (now - lastNanos) * perNano);
        lastNanos = now;
        return (long) due;
    }

    @Override
    public void used(long records) {
        due -= records;
    }
}
