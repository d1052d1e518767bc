package org.holdfast.runtime.task.chain;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that one thread raises and any thread reads, a little late; raising it costs a store.
 */
public final class Counter {

    private final AtomicLong value = new AtomicLong();

    /** One more. The owning thread only. */
    public void increment() {
        value.setOpaque(value.getPlain() + 1);
    }

    public long get() {
        return value.getOpaque();
    }
}
