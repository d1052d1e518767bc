package org.holdfast.runtime.simulation.world;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * Does harm, at random moments, until enough of it had an effect. A fault counts when its effect
 * was seen: the process was alive and is gone, an answer was really dropped.
 */
final class Faults {

    private static final int MEAN_PAUSE_MILLIS = 5_000;
    private static final int LONGEST_STANDSTILL_MILLIS = 30_000;

    private final World world;
    private final int wanted;
    private final List<FaultKind> kinds;
    private final Strikes strikes;
    private final Map<FaultKind, Integer> effective = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Integer> tried = new EnumMap<>(FaultKind.class);
    private int sum;
    private boolean over;
    private boolean sparesTasks;

    /**
     * @param wanted how many are to have had an effect
     */
    Faults(World world, int wanted) {
        this.world = world;
        this.wanted = wanted;
        kinds = FaultKind.in(world.plan());
        sparesTasks = world.plan().onlyJobManagers();
        strikes = new Strikes(world, this);
    }

    /** Whether nothing happens from which a task has to be started over (I27). */
    boolean sparesTasks() {
        return sparesTasks;
    }

    /** From now on JobManagers only have to fear anything. */
    void spareTasks() {
        sparesTasks = true;
    }

    Map<FaultKind, Integer> effective() {
        return effective;
    }

    int countEffective() {
        return sum;
    }

    boolean isEnough() {
        return sum >= wanted;
    }

    void begin() {
        next();
    }

    private void next() {
        int pause = random(2 * MEAN_PAUSE_MILLIS);
        world.time()
                .schedule(
                        pause,
                        world.outside(),
                        () -> {
                            if (!over) {
                                strike(kinds.get(random(kinds.size())));
                                next();
                            }
                        });
    }

    private void strike(FaultKind kind) {
        tries(kind);
        world.trace(() -> "fault: " + kind);
        strikes.strike(kind);
    }

    /** No more faults, and those that last end. */
    void end() {
        over = true;
        world.coordination().heal();
        world.disk().heal();
        world.cluster().heal();
        world.network().heal();
        world.jobManagers().forEach(SimProcess::spare);
    }

    private int random(int bound) {
        return world.random().nextInt(bound);
    }

    /** A time from now on that a fault lasts. */
    long until(int mostMillis) {
        return world.time().now() + 200 + random(mostMillis);
    }

    /** It had an effect. */
    void seen(FaultKind kind) {
        effective.merge(kind, 1, Integer::sum);
        sum++;
    }

    private void tries(FaultKind kind) {
        tried.merge(kind, 1, Integer::sum);
    }

    /** How many fault points pass before one strikes. */
    int points() {
        return random(2) == 0 ? random(8) : random(60);
    }

    /** Milliseconds, shorter or longer than a session. */
    int standstill() {
        return 200 + random(LONGEST_STANDSTILL_MILLIS);
    }

    // ---------------------------------------------------------------- at the worst moment

    /** The last checkpoint of a job is committed, and no task has heard of it. */
    void onLastCommitted(JobId job) {
        if (over || random(3) > 0) {
            return;
        }
        if (world.plan().onlyJobManagers()) {
            tries(FaultKind.JOB_MANAGER_DIES_AT_POINT);
            strikes.killSoon();
        } else {
            tries(FaultKind.TASK_FAILS);
            strikes.failTaskOf(job);
        }
    }

    /** An answer is lost; sometimes the connection is too, so that nothing can be read back. */
    void onAnswerLost() {
        seen(FaultKind.ANSWER_LOST);
        if (over || random(3) > 0) {
            return;
        }
        tries(FaultKind.COORDINATION_AWAY);
        world.coordination().failUntil(until(3_000));
        if (!world.plan().onlyJobManagers()) {
            tries(FaultKind.TASK_FAILS);
            strikes.failSomeTask();
        }
    }

    // ---------------------------------------------------------------- effects that show later

    void onTorn() {
        seen(FaultKind.FILE_TORN);
    }

    void onNamedLate() {
        seen(FaultKind.CONTAINERS_LATE);
    }

    void onDuplicate() {
        seen(FaultKind.SUBMITTED_AGAIN);
    }

    void onCancelled() {
        seen(FaultKind.CANCELLED);
    }

    void onSavepoint() {
        seen(FaultKind.SAVEPOINT);
    }

    /** Many notice one of these: it counts once. */
    private void noticed(FaultKind kind) {
        if (effective.getOrDefault(kind, 0) < tried.getOrDefault(kind, 0)) {
            seen(kind);
        }
    }

    void onMessageCut() {
        noticed(FaultKind.LINK_CUT);
    }

    void onCoordinationRefused() {
        noticed(FaultKind.COORDINATION_AWAY);
    }

    void onStorageRefused() {
        noticed(FaultKind.STORAGE_AWAY);
    }

    void onResourceManagerAwaited() {
        noticed(FaultKind.RESOURCE_MANAGER_AWAY);
    }
}
