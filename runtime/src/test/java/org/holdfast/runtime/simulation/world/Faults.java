package org.holdfast.runtime.simulation.world;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * Does harm, at random moments, until enough of it had an effect. A fault counts when its effect
 * was seen: the process was alive and is gone, an answer was really dropped.
 */
final class Faults {

    private static final int MEAN_PAUSE_MILLIS = 5_000;
    private static final int LONGEST_STANDSTILL_MILLIS = 30_000;
    private static final List<FaultKind> ALL = List.of(FaultKind.values());

    private final World world;
    private final int wanted;
    private final List<FaultKind> kinds;
    private final Map<FaultKind, Integer> effective = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Integer> tried = new EnumMap<>(FaultKind.class);
    private int sum;
    private boolean over;

    /**
     * @param wanted how many are to have had an effect
     */
    Faults(World world, int wanted) {
        this.world = world;
        this.wanted = wanted;
        kinds = world.plan().onlyJobManagers() ? FaultKind.OF_JOB_MANAGERS : ALL;
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

    /** No more faults, and those that last end. */
    void end() {
        over = true;
        world.coordination().heal();
        world.disk().heal();
        world.yarn().heal();
        world.network().heal();
        world.jobManagers().forEach(one -> one.strikeAfter(-1, 0));
    }

    private int random(int bound) {
        return world.random().nextInt(bound);
    }

    private long until(int mostMillis) {
        return world.time().now() + 200 + random(mostMillis);
    }

    private Optional<SimJobManager> master() {
        return world.yarn().master().filter(SimProcess::isAwake);
    }

    private Optional<SimTaskManager> someTaskManager() {
        List<SimTaskManager> running = world.yarn().running();
        return running.isEmpty()
                ? Optional.empty()
                : Optional.of(running.get(random(running.size()))).filter(SimProcess::isAwake);
    }

    private void seen(FaultKind kind) {
        effective.merge(kind, 1, Integer::sum);
        sum++;
    }

    private void strike(FaultKind kind) {
        tried.merge(kind, 1, Integer::sum);
        world.trace(() -> "fault: " + kind);
        switch (kind) {
            case JOB_MANAGER_DIES -> master().ifPresent(one -> kill(one, kind));
            case JOB_MANAGER_DIES_AT_POINT ->
                    master().ifPresent(one -> one.strikeAfter(points(), 0));
            case JOB_MANAGER_STOPPED_AT_POINT ->
                    master().ifPresent(one -> one.strikeAfter(points(), standstill()));
            case JOB_MANAGER_STOPPED -> master().ifPresent(one -> stop(one, kind));
            case JOB_MANAGER_REPLACED ->
                    master().filter(one -> one.epoch() > 0)
                            .ifPresent(
                                    one -> {
                                        world.yarn().startAttempt();
                                        seen(kind);
                                    });
            case TASK_MANAGER_DIES -> someTaskManager().ifPresent(one -> kill(one, kind));
            case TASK_MANAGER_STOPPED -> someTaskManager().ifPresent(one -> stop(one, kind));
            case LINK_CUT -> someTaskManager().ifPresent(this::cut);
            case SESSION_LOST ->
                    master().flatMap(SimJobManager::session)
                            .filter(open -> !open.isExpired())
                            .ifPresent(
                                    open -> {
                                        open.expire();
                                        seen(kind);
                                    });
            case COORDINATION_AWAY -> world.coordination().failUntil(until(15_000));
            case ANSWER_LOST -> world.coordination().loseAnswers(1 + random(3));
            case STORAGE_AWAY -> world.disk().failUntil(until(10_000));
            case FILE_TORN -> world.disk().tearNext(1 + random(3));
            case RESOURCE_MANAGER_AWAY -> world.yarn().failUntil(until(20_000));
            case CONTAINERS_LATE -> {
                world.yarn().nameLate(1 + random(2));
                master().ifPresent(one -> one.die("so that containers are named late"));
            }
            case TASK_FAILS -> someTaskManager().ifPresent(this::failTask);
            case SUBMITTED_AGAIN -> world.client().submitAgain(world.random().nextBoolean());
            case CANCELLED -> {
                if (random(4) == 0) {
                    world.client().cancelSome();
                }
            }
            case SAVEPOINT -> world.client().takeSavepoint(random(4) == 0);
        }
    }

    private int points() {
        return random(2) == 0 ? random(8) : random(60);
    }

    private int standstill() {
        return 200 + random(LONGEST_STANDSTILL_MILLIS);
    }

    private void kill(SimProcess one, FaultKind kind) {
        one.die("killed");
        seen(kind);
    }

    private void stop(SimProcess one, FaultKind kind) {
        one.pause(standstill());
        seen(kind);
    }

    private void cut(SimTaskManager one) {
        long end = until(25_000);
        int directions = random(3);
        if (directions != 1) {
            world.network().cut(one, true, end);
        }
        if (directions != 0) {
            world.network().cut(one, false, end);
        }
        if (end - world.time().now() > SimTaskManager.SILENCE_MILLIS) {
            world.time()
                    .schedule(
                            SimTaskManager.SILENCE_MILLIS,
                            world.outside(),
                            () -> world.silence(one, world::isCut));
        }
    }

    private void failTask(SimTaskManager one) {
        List<SimTask> tasks = one.liveTasks();
        if (!tasks.isEmpty()) {
            SimTask task = tasks.get(random(tasks.size()));
            one.after(
                    0,
                    () -> {
                        if (task.isLive()) {
                            task.fail("a record could not be processed");
                            seen(FaultKind.TASK_FAILS);
                        }
                    });
        }
    }

    // ---------------------------------------------------------------- at the worst moment

    /** The last checkpoint of a job is committed, and no task has heard of it. */
    void onLastCommitted(JobId job) {
        if (over || random(3) > 0) {
            return;
        }
        if (world.plan().onlyJobManagers()) {
            tried.merge(FaultKind.JOB_MANAGER_DIES_AT_POINT, 1, Integer::sum);
            master().ifPresent(one -> one.strikeAfter(random(6), 0));
        } else {
            tried.merge(FaultKind.TASK_FAILS, 1, Integer::sum);
            world.yarn().running().stream()
                    .filter(one -> one.tasksOf(job) > 0)
                    .findFirst()
                    .ifPresent(this::failTask);
        }
    }

    /** An answer is lost; sometimes the connection is too, so that nothing can be read back. */
    void onAnswerLost() {
        seen(FaultKind.ANSWER_LOST);
        if (over || random(3) > 0) {
            return;
        }
        tried.merge(FaultKind.COORDINATION_AWAY, 1, Integer::sum);
        world.coordination().failUntil(until(3_000));
        if (!world.plan().onlyJobManagers()) {
            tried.merge(FaultKind.TASK_FAILS, 1, Integer::sum);
            someTaskManager().ifPresent(this::failTask);
        }
    }

    // ---------------------------------------------------------------- effects that show later

    void onStruck(boolean stopped) {
        seen(
                stopped
                        ? FaultKind.JOB_MANAGER_STOPPED_AT_POINT
                        : FaultKind.JOB_MANAGER_DIES_AT_POINT);
    }

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
