package org.holdfast.runtime.network;

/**
 * No earlier record follows, but for late ones.
 *
 * @param time event time, in milliseconds since 1970
 */
public record Watermark(long time) implements StreamEvent {}
