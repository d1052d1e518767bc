package org.holdfast.runtime.network;

/**
 * No record of this or an earlier time follows, but for late ones.
 *
 * @param time event time, in milliseconds since 1970
 */
public record Watermark(long time) implements StreamEvent {}
