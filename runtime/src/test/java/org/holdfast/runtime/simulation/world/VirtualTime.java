package org.holdfast.runtime.simulation.world;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.holdfast.runtime.concurrent.MainThread;

/**
 * The one scheduler and clock of a world. Everything that happens is an event of a process, run on
 * the thread of the test; events of one moment run in the order they were handed over. An event may
 * let the others go on while it stands still ({@link #runUntil} from within): that is how a process
 * is stopped between two of its own steps without a thread.
 */
final class VirtualTime {

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong((Event event) -> event.due)
                            .thenComparingLong(event -> event.sequence));
    private final Runnable afterStep;
    private SimProcess current;
    private long now;
    private long sequence;
    private long steps;
    private int depth;

    /** What is to happen. */
    static final class Event implements MainThread.Cancellable {
        private final SimProcess owner;
        private final Runnable action;
        private final long due;
        private final long sequence;
        private boolean cancelled;

        private Event(SimProcess owner, Runnable action, long due, long sequence) {
            this.owner = owner;
            this.action = action;
            this.due = due;
            this.sequence = sequence;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /**
     * @param afterStep run after every event
     */
    VirtualTime(Runnable afterStep) {
        this.afterStep = afterStep;
    }

    /** Milliseconds since the world began. */
    long now() {
        return now;
    }

    /** Events that have happened. */
    long steps() {
        return steps;
    }

    /** Whose event is happening. */
    SimProcess current() {
        return current;
    }

    /** How many events stand still below the one that is happening. */
    int depth() {
        return depth;
    }

    Event schedule(long delayMillis, SimProcess owner, Runnable action) {
        Event event = new Event(owner, action, now + Math.max(0, delayMillis), sequence++);
        queue.add(event);
        return event;
    }

    /** What was put off while its process stood still happens now, and before what comes later. */
    void requeue(Event event) {
        queue.add(event);
    }

    /**
     * Runs the next event.
     *
     * @return whether there was one
     */
    boolean step() {
        Event next = queue.poll();
        if (next == null) {
            return false;
        }
        now = Math.max(now, next.due);
        if (!next.cancelled && next.owner.admits(next)) {
            steps++;
            run(next);
        }
        return true;
    }

    private void run(Event event) {
        SimProcess before = current;
        current = event.owner;
        try {
            event.action.run();
        } catch (SimProcess.Crash unwound) {
            if (!event.owner.isDead()) {
                throw new IllegalStateException("a process that lives was unwound", unwound);
            }
        } finally {
            current = before;
        }
        afterStep.run();
    }

    /** Runs all events that are due by then; time stands there afterwards, or later. */
    void runUntil(long end) {
        SimProcess before = current;
        depth++;
        try {
            while (!queue.isEmpty() && queue.peek().due <= end) {
                step();
            }
            now = Math.max(now, end);
        } finally {
            depth--;
            current = before;
        }
    }
}
