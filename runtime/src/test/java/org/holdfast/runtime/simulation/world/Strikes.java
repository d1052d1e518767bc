package org.holdfast.runtime.simulation.world;

import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.jobgraph.JobId;

/** Does harm to whoever is there. */
final class Strikes {

    private final World world;
    private final Faults faults;

    Strikes(World world, Faults faults) {
        this.world = world;
        this.faults = faults;
    }

    private int random(int bound) {
        return world.random().nextInt(bound);
    }

    private Optional<SimJobManager> master() {
        return world.cluster().master().filter(SimProcess::isAwake);
    }

    private Optional<SimTaskManager> someTaskManager() {
        List<SimTaskManager> running = world.cluster().running();
        return running.isEmpty()
                ? Optional.empty()
                : Optional.of(running.get(random(running.size()))).filter(SimProcess::isAwake);
    }

    void strike(FaultKind kind) {
        switch (kind) {
            case JOB_MANAGER_DIES -> master().ifPresent(one -> kill(one, kind));
            case JOB_MANAGER_DIES_AT_POINT ->
                    master().ifPresent(one -> one.strikeAfter(faults.points(), 0, kind));
            case JOB_MANAGER_STOPPED_AT_POINT ->
                    master().ifPresent(
                                    one ->
                                            one.strikeAfter(
                                                    faults.points(), faults.standstill(), kind));
            case JOB_MANAGER_STOPPED -> master().ifPresent(one -> stop(one, kind));
            case TASK_MANAGER_DIES -> someTaskManager().ifPresent(one -> kill(one, kind));
            case TASK_MANAGER_STOPPED -> someTaskManager().ifPresent(one -> stop(one, kind));
            case LINK_CUT -> someTaskManager().ifPresent(this::cut);
            case SESSION_LOST -> master().ifPresent(one -> one.loseSession(kind));
            case COORDINATION_AWAY -> world.coordination().failUntil(faults.until(15_000));
            case ANSWER_LOST -> world.coordination().loseAnswers(1 + random(3));
            case STORAGE_AWAY -> world.disk().failUntil(faults.until(10_000));
            case FILE_TORN -> world.disk().tearNext(1 + random(3));
            case TASK_FAILS -> failSomeTask();
            case SUBMITTED_AGAIN -> world.client().submitAgain(world.random().nextBoolean());
            case CANCELLED -> {
                if (random(4) == 0) {
                    world.client().cancelSome();
                }
            }
            case SAVEPOINT -> world.client().takeSavepoint(random(4) == 0);
            default -> world.cluster().strike(kind);
        }
    }

    private void kill(SimProcess one, FaultKind kind) {
        one.die("killed");
        faults.seen(kind);
    }

    private void stop(SimProcess one, FaultKind kind) {
        one.pause(faults.standstill());
        faults.seen(kind);
    }

    /** The JobManager dies at one of its very next fault points. */
    void killSoon() {
        FaultKind kind = FaultKind.JOB_MANAGER_DIES_AT_POINT;
        master().ifPresent(one -> one.strikeAfter(random(6), 0, kind));
    }

    private void cut(SimTaskManager one) {
        long end = faults.until(25_000);
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
                            () -> world.network().silence(one, world.network()::isCut));
        }
    }

    void failSomeTask() {
        someTaskManager().ifPresent(this::failTask);
    }

    void failTaskOf(JobId job) {
        world.cluster().running().stream()
                .filter(one -> one.tasksOf(job) > 0)
                .findFirst()
                .ifPresent(this::failTask);
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
                            faults.seen(FaultKind.TASK_FAILS);
                        }
                    });
        }
    }
}
