package org.holdfast.runtime.task.chain;

/** The result of a window. */
record Sum(String key, long start, long end, long total) {}
