package org.holdfast.runtime.simulation.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * YARN: starts the next attempt when it takes the one before for dead, whether it is or not; keeps
 * containers across attempts, and names them to the next one, some of them late.
 */
final class SimYarn {

    /** An attempt that was not heard of for so long is taken for dead. */
    static final long LIVENESS_MILLIS = 12_000;

    private final World world;
    private final Map<TaskManagerId, SimTaskManager> containers = new LinkedHashMap<>();
    private final List<TaskManagerId> completed = new ArrayList<>();
    private Optional<SimJobManager> master = Optional.empty();
    private int attempts;
    private int numbered;
    private long awayUntil;
    private int late;

    SimYarn(World world) {
        this.world = world;
    }

    /** The attempt that counts. */
    Optional<SimJobManager> master() {
        return master;
    }

    /** Containers whose processes live. */
    List<SimTaskManager> running() {
        return List.copyOf(containers.values());
    }

    Optional<SimTaskManager> find(String id) {
        return Optional.ofNullable(containers.get(new TaskManagerId(id)));
    }

    /** The ResourceManager does not answer until then. */
    void failUntil(long time) {
        awayUntil = Math.max(awayUntil, time);
    }

    /** So many containers are named late to the next attempt. */
    void nameLate(int number) {
        late = number;
    }

    void heal() {
        awayUntil = 0;
        late = 0;
    }

    private void whenThere(long millis, Runnable action) {
        world.time()
                .schedule(
                        millis,
                        world.outside(),
                        () -> {
                            if (world.time().now() < awayUntil) {
                                world.faults().onResourceManagerAwaited();
                                whenThere(awayUntil - world.time().now() + 1, action);
                            } else {
                                action.run();
                            }
                        });
    }

    private long soon(int most) {
        return 50 + world.random().nextInt(most);
    }

    // ---------------------------------------------------------------- attempts

    /** Starts the next attempt, whatever has become of the one before. */
    void startAttempt() {
        master.ifPresent(this::reject);
        SimJobManager next = new SimJobManager(world, ++attempts);
        master = Optional.of(next);
        world.add(next);
        next.start();
        whenThere(soon(400), () -> connect(next));
    }

    private void connect(SimJobManager attempt) {
        if (!isMaster(attempt)) {
            return;
        }
        List<TaskManagerId> previous = new ArrayList<>(containers.keySet());
        List<TaskManagerId> later = new ArrayList<>();
        while (late > 0 && !previous.isEmpty()) {
            late--;
            later.add(previous.remove(world.random().nextInt(previous.size())));
            world.faults().onNamedLate();
        }
        completed.clear();
        attempt.execute(() -> attempt.containers().onConnected(previous));
        later.forEach(
                id ->
                        whenThere(
                                soon(15_000),
                                () -> {
                                    if (isMaster(attempt) && containers.containsKey(id)) {
                                        attempt.execute(
                                                () ->
                                                        attempt.containers()
                                                                .onRecovered(List.of(id)));
                                    }
                                }));
    }

    private boolean isMaster(SimJobManager attempt) {
        return master.filter(now -> now == attempt && !now.isDead()).isPresent();
    }

    /** One that still lives is told so when it asks the next time; it then ends. */
    private void reject(SimJobManager former) {
        if (!former.isDead()) {
            whenThere(
                    soon(8_000),
                    () -> former.execute(() -> former.die("YARN knows its attempt no more")));
        }
    }

    void onMasterEnded(SimJobManager attempt) {
        if (master.filter(now -> now == attempt).isPresent()) {
            whenThere(soon(2_500), () -> replace(attempt));
        }
    }

    /** It was not heard of for too long. */
    void onMasterSilent(SimJobManager attempt) {
        whenThere(
                LIVENESS_MILLIS,
                () -> {
                    if (attempt.isPaused()) {
                        replace(attempt);
                    }
                });
    }

    private void replace(SimJobManager attempt) {
        if (master.filter(now -> now == attempt).isPresent()) {
            startAttempt();
        }
    }

    // ---------------------------------------------------------------- containers

    void request(SimJobManager by, int number) {
        for (int i = 0; i < number; i++) {
            whenThere(soon(1_000), () -> by.execute(() -> allocate(by)));
        }
    }

    private void allocate(SimJobManager to) {
        if (!isMaster(to)) {
            return;
        }
        SimTaskManager process =
                new SimTaskManager(world, ++numbered, world.plan().slots(), world.configuration());
        if (to.containers().onAllocated(process.id())) {
            containers.put(process.id(), process);
            process.after(soon(1_500), process::start);
        }
    }

    /** An attempt gives a container back. One that YARN does not know any more cannot. */
    void release(SimJobManager by, TaskManagerId id) {
        whenThere(
                soon(300),
                () -> {
                    SimTaskManager process = containers.get(id);
                    if (process != null && isMaster(by)) {
                        process.die("its container is released");
                    }
                });
    }

    void onProcessEnded(SimTaskManager process) {
        if (containers.remove(process.id()) == null) {
            return;
        }
        completed.add(process.id());
        whenThere(soon(1_500), () -> tellCompleted(process.id()));
    }

    private void tellCompleted(TaskManagerId id) {
        master.filter(now -> !now.isDead() && completed.remove(id))
                .ifPresent(
                        now -> now.execute(() -> now.containers().onCompleted(id, "it has ended")));
    }
}
