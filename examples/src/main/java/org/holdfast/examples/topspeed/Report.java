package org.holdfast.examples.topspeed;

/**
 * What a car reports.
 *
 * @param time when, in milliseconds since 1970
 * @param speed in km/h
 */
record Report(long car, long time, int speed) {}
