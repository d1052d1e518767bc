package org.holdfast.runtime.simulation.world;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Carries messages between processes, in order on each wire, unless the way is cut. */
final class SimNetwork {

    private final World world;
    private final Map<SimProcess, Long> cutInto = new HashMap<>();
    private final Map<SimProcess, Long> cutOutOf = new HashMap<>();

    /** One direction of one link. */
    static final class Wire {
        private long lastDue;
        private long sent;

        /** How many messages were put on it. */
        long sent() {
            return sent;
        }
    }

    SimNetwork(World world) {
        this.world = world;
    }

    /**
     * Nothing reaches this TaskManager from JobManagers until then, or nothing JobManagers from it.
     */
    void cut(SimTaskManager one, boolean inbound, long until) {
        (inbound ? cutInto : cutOutOf).put(one, until);
    }

    void heal() {
        cutInto.clear();
        cutOutOf.clear();
    }

    private boolean isCut(SimProcess from, SimProcess to) {
        long now = world.time().now();
        return cutOutOf.getOrDefault(from, 0L) > now || cutInto.getOrDefault(to, 0L) > now;
    }

    /** Whether nothing passes between them in one direction or both. */
    boolean isBroken(SimProcess one, SimProcess other) {
        return isCut(one, other) || isCut(other, one);
    }

    /**
     * Sends a message; it may be lost.
     *
     * @param delivery takes the message's number on the wire
     */
    void send(SimProcess from, SimProcess to, Wire wire, LongConsumer delivery) {
        long number = wire.sent++;
        if (isCut(from, to)) {
            world.faults().onMessageCut();
            return;
        }
        long now = world.time().now();
        wire.lastDue = Math.max(wire.lastDue, now + 1 + world.random().nextInt(15));
        world.time().schedule(wire.lastDue - now, to, () -> delivery.accept(number));
    }

    // ---------------------------------------------------------------- silence

    boolean isCut(SimTaskManager taskManager) {
        return isBroken(taskManager, world.outside());
    }

    /** A TaskManager was not heard of for too long, or cannot hear: both ends give the link up. */
    void silence(SimTaskManager taskManager, Predicate<? super SimTaskManager> still) {
        if (taskManager.isDead() || !still.test(taskManager)) {
            return;
        }
        world.jobManagers()
                .forEach(
                        one ->
                                one.execute(
                                        () -> one.ifLinked(links -> links.onSilent(taskManager))));
        taskManager.execute(
                () ->
                        taskManager
                                .link()
                                .connectedTo()
                                .ifPresent(to -> taskManager.link().endTo(to, "it is silent")));
    }

    /** A JobManager was not heard of for too long. */
    void silenceOf(SimJobManager jobManager) {
        if (jobManager.isPaused()) {
            world.cluster()
                    .running()
                    .forEach(
                            one -> one.execute(() -> one.link().endTo(jobManager, "it is silent")));
        }
    }
}
