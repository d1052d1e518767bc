package org.holdfast.runtime.task.chain;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that one thread raises and any thread reads, a little late; raising it costs a store.
 */
public final class Counter {

    private final AtomicLong value = new AtomicLong();

    /** One more. The owning thread only. */
    public void increment() {
        add(1);
    }

    /** {@code amount} more. The owning thread only. */
    public void add(long amount) {
        value.setOpaque(value.getPlain() + amount);
    }

    public long get() {
        return value.getOpaque();
    }
}
