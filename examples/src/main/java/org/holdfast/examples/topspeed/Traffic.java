package org.holdfast.examples.topspeed;

import org.holdfast.api.InvalidJobException;

/**
 * What happens: cars report in turn, each once a second of their own time; the first second is the
 * first of 1970. Every fifth report arrives late: it tells of a time up to {@link #LATENESS_MILLIS}
 * before.
 */
record Traffic(long cars) {

    /** How much later than others a report may arrive, in milliseconds. */
    static final long LATENESS_MILLIS = 2_000;

    private static final int TOP_SPEED = 180;

    Traffic {
        if (cars < 1) {
            throw new InvalidJobException("--cars is %d (expected: >= 1).".formatted(cars));
        }
    }

    Report report(long number) {
        long second = number / cars;
        long delay = number % 5 == 4 ? LATENESS_MILLIS : 0;
        int speed = (int) Math.floorMod(number * 0x9E3779B97F4A7C15L >>> 32, TOP_SPEED + 1L);
        return new Report(number % cars, Math.max(0, second * 1_000 - delay), speed);
    }
}
