package org.holdfast.runtime.simulation.world;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.holdfast.runtime.concurrent.MainThread;

/**
 * A process of the world: it can die or stand still at any step, also in the middle of one. Its own
 * main thread and its other threads are events that never overlap, except where one stands still.
 */
class SimProcess implements MainThread {

    /** Standing still within standing still is followed this deep. */
    private static final int DEEPEST = 4;

    private static final int MOST_LINGERING_MILLIS = 60;

    private final String name;
    private final World world;
    private final Deque<VirtualTime.Event> putOff = new ArrayDeque<>();
    private boolean dead;
    private int pauses;
    private int atWork;
    private int pointsPassed;
    private int strikeAfter = -1;
    private long strikeMillis;
    private FaultKind struckBy;

    /** Unwinds what a process was doing when it died. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the process has died", null, false, false);
        }
    }

    SimProcess(String name, World world) {
        this.name = name;
        this.world = world;
    }

    final World world() {
        return world;
    }

    final boolean isDead() {
        return dead;
    }

    final boolean isPaused() {
        return pauses > 0;
    }

    /** Whether it lives and does not stand still. */
    final boolean isAwake() {
        return !dead && pauses == 0;
    }

    // ---------------------------------------------------------------- its threads

    @Override
    public final void execute(Runnable action) {
        world.time().schedule(0, this, action);
    }

    @Override
    public final Cancellable schedule(Duration delay, Runnable action) {
        return world.time().schedule(delay.toMillis(), this, action);
    }

    final Cancellable after(long millis, Runnable action) {
        return world.time().schedule(millis, this, action);
    }

    @Override
    public final long nowMillis() {
        return world.time().now();
    }

    @Override
    public final void assertOwned() {
        if (world.time().current() != this) {
            throw new IllegalStateException("not on the main thread of " + name);
        }
    }

    /** Threads that may block. */
    final Executor io() {
        return action -> after(1 + world.random().nextInt(15), () -> work(action));
    }

    private void work(Runnable action) {
        atWork++;
        try {
            action.run();
        } finally {
            atWork--;
        }
    }

    // ---------------------------------------------------------------- death and standstill

    /** Whether an event of it is to happen now; one that comes while it stands still is put off. */
    final boolean admits(VirtualTime.Event event) {
        if (!dead && pauses > 0) {
            putOff.add(event);
        }
        return isAwake();
    }

    /** As by {@code kill -9}. */
    final void die(String reason) {
        if (!dead) {
            dead = true;
            world.trace(() -> name + " dies: " + reason);
            putOff.clear();
            onDeath();
        }
    }

    /** What others make of its death. */
    void onDeath() {}

    /** What others make of its standing still. */
    void onPause(long millis) {}

    /**
     * @throws Crash if it has died, which unwinds what it was doing
     */
    final void requireAlive() {
        if (dead) {
            throw new Crash();
        }
    }

    /** Stands still for a time; its step under way is at its end. */
    final void pause(long millis) {
        pauses++;
        world.trace(() -> name + " stands still for " + millis + " ms");
        world.time().schedule(millis, world.outside(), this::resume);
        onPause(millis);
    }

    /** The same within a step: nothing of it happens before that step goes on. */
    final void standStill(long millis) {
        int working = atWork;
        atWork = 0;
        pauses++;
        onPause(millis);
        world.time().runUntil(nowMillis() + millis);
        atWork = working;
        resume();
    }

    private void resume() {
        pauses--;
        if (!dead && pauses == 0) {
            world.trace(() -> name + " goes on");
            putOff.forEach(world.time()::requeue);
            putOff.clear();
        }
    }

    /** After this many more fault points it dies, or stands still if {@code millis} is positive. */
    final void strikeAfter(int points, long millis, FaultKind fault) {
        strikeAfter = points;
        strikeMillis = millis;
        struckBy = fault;
    }

    /** What was to strike it does not. */
    final void spare() {
        strikeAfter = -1;
    }

    /** How many fault points it has come to. */
    final int pointsPassed() {
        return pointsPassed;
    }

    /** It has come to a fault point. */
    final void reached(String point) {
        requireAlive();
        pointsPassed++;
        world.onPoint(this, point);
        requireAlive();
        if (strikeAfter >= 0 && strikeAfter-- == 0) {
            world.faults().seen(struckBy);
            if (strikeMillis == 0) {
                die("at " + point);
            } else if (world.time().depth() < DEEPEST) {
                world.trace(() -> name + " is stopped at " + point);
                standStill(strikeMillis);
            }
            requireAlive();
        }
    }

    /** A call to another process or machine takes its time, while its own other threads go on. */
    final void linger() {
        requireAlive();
        if (atWork > 0 && world.time().depth() < DEEPEST && world.random().nextInt(40) == 0) {
            int working = atWork;
            atWork = 0; // what happens meanwhile happens on its other threads
            world.time().runUntil(nowMillis() + world.random().nextInt(MOST_LINGERING_MILLIS));
            atWork = working;
            awaitAwake();
        }
    }

    private void awaitAwake() {
        while (!dead && pauses > 0) {
            world.time().runUntil(nowMillis() + 1);
        }
        requireAlive();
    }

    @Override
    public final String toString() {
        return name;
    }
}
