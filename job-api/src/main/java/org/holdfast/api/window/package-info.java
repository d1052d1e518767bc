/**
 * Windows on keyed streams: the records of a key are put together by their time, and each window
 * puts out its result when its time has passed. See {@link
 * org.holdfast.api.KeyedStream#window(String, org.holdfast.api.window.WindowAssigner,
 * org.holdfast.api.TimestampFunction, org.holdfast.api.window.WindowFunction)}.
 */
package org.holdfast.api.window;
