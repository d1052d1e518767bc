package org.holdfast.runtime.task.chain;

/** Something with a key, a time and a value. */
record Measured(String key, long time, long value) {}
