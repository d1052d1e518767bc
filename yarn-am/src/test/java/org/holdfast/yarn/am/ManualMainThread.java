package org.holdfast.yarn.am;

import java.time.Duration;
import java.util.PriorityQueue;
import org.holdfast.runtime.concurrent.MainThread;

/** The calling thread as main thread, with a clock that is moved by hand. */
final class ManualMainThread implements MainThread {

    private final PriorityQueue<Scheduled> actions = new PriorityQueue<>();
    private long now;
    private long handedOver;

    private record Scheduled(long time, long order, Runnable action)
            implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            return time != other.time
                    ? Long.compare(time, other.time)
                    : Long.compare(order, other.order);
        }
    }

    @Override
    public void execute(Runnable action) {
        schedule(Duration.ZERO, action);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable action) {
        Scheduled scheduled = new Scheduled(now + delay.toMillis(), handedOver++, action);
        actions.add(scheduled);
        return () -> actions.remove(scheduled);
    }

    @Override
    public long nowMillis() {
        return now;
    }

    @Override
    public void assertOwned() {}

    /** Lets time pass and everything happen that falls into it. */
    void advance(Duration duration) {
        long end = now + duration.toMillis();
        while (!actions.isEmpty() && actions.peek().time() <= end) {
            Scheduled next = actions.remove();
            now = next.time();
            next.action().run();
        }
        now = end;
    }
}
