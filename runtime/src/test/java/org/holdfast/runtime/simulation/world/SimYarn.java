package org.holdfast.runtime.simulation.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.simulation.world.Verdict.Violation;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * YARN: starts the next attempt when it takes the one before for dead, whether it is or not; keeps
 * containers across attempts, and names them to the next one, some of them late.
 */
final class SimYarn implements SimCluster {

    /** An attempt that was not heard of for so long is taken for dead. */
    static final long LIVENESS_MILLIS = 12_000;

    private final World world;
    private final Map<TaskManagerId, SimTaskManager> containers = new LinkedHashMap<>();
    private final Map<SimJobManager, SimContainers> views = new HashMap<>();
    private final List<TaskManagerId> completed = new ArrayList<>();
    private Optional<SimJobManager> master = Optional.empty();
    private int attempts;
    private int numbered;
    private long awayUntil;
    private int late;

    SimYarn(World world) {
        this.world = world;
    }

    @Override
    public void begin() {
        startAttempt();
    }

    /** The attempt that counts. */
    @Override
    public Optional<SimJobManager> master() {
        return master;
    }

    /** Containers whose processes live. */
    @Override
    public List<SimTaskManager> running() {
        return List.copyOf(containers.values());
    }

    @Override
    public ResourceProvider resourcesOf(SimJobManager attempt) {
        return viewOf(attempt);
    }

    private SimContainers viewOf(SimJobManager attempt) {
        return views.computeIfAbsent(attempt, owner -> new SimContainers(world, this, owner));
    }

    // ---------------------------------------------------------------- faults

    @Override
    public void strike(FaultKind kind) {
        switch (kind) {
            case JOB_MANAGER_REPLACED ->
                    master.filter(one -> one.isAwake() && one.epoch() > 0)
                            .ifPresent(
                                    one -> {
                                        startAttempt();
                                        world.faults().seen(kind);
                                    });
            case RESOURCE_MANAGER_AWAY ->
                    awayUntil = Math.max(awayUntil, world.faults().until(20_000));
            case CONTAINERS_LATE -> {
                late = 1 + world.random().nextInt(2);
                master.filter(SimProcess::isAwake)
                        .ifPresent(one -> one.die("so that containers are named late"));
            }
            default -> throw new IllegalArgumentException("YARN has no " + kind);
        }
    }

    @Override
    public void heal() {
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
    private void startAttempt() {
        master.ifPresent(this::reject);
        attempts++;
        JobManagerAddress address = new JobManagerAddress("jm-" + attempts, 6123);
        SimJobManager next = new SimJobManager(world, "jm-" + attempts, attempts, address);
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
        attempt.execute(() -> viewOf(attempt).onConnected(previous));
        later.forEach(
                id ->
                        whenThere(
                                soon(15_000),
                                () -> {
                                    if (isMaster(attempt) && containers.containsKey(id)) {
                                        attempt.execute(
                                                () -> viewOf(attempt).onRecovered(List.of(id)));
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

    @Override
    public void onEnded(SimJobManager attempt) {
        views.remove(attempt);
        if (master.filter(now -> now == attempt).isPresent()) {
            whenThere(soon(2_500), () -> replace(attempt));
        }
    }

    /** When it was not heard of for too long, it is taken for dead. */
    @Override
    public void onPaused(SimJobManager attempt) {
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
        numbered++;
        SimTaskManager process = new SimTaskManager(world, "tm-" + numbered, numbered);
        if (viewOf(to).onAllocated(process.id())) {
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

    @Override
    public void onEnded(SimTaskManager process) {
        if (containers.remove(process.id()) == null) {
            return;
        }
        completed.add(process.id());
        whenThere(soon(1_500), () -> tellCompleted(process.id()));
    }

    private void tellCompleted(TaskManagerId id) {
        master.filter(now -> !now.isDead() && completed.remove(id))
                .ifPresent(now -> now.execute(() -> viewOf(now).onCompleted(id, "it has ended")));
    }

    // ---------------------------------------------------------------- when all has settled

    /** One JobManager; no more containers than are wanted, but for those that tasks run in. */
    @Override
    public Optional<Violation> missing(SimJobManager leader) {
        if (world.jobManagers().size() != 1) {
            return Optional.of(new Violation("I20", "JobManagers: " + world.jobManagers()));
        }
        SimContainers known = viewOf(leader);
        long used = running().stream().filter(one -> !one.liveTasks().isEmpty()).count();
        int number = containers.size();
        return number > Math.max(known.wanted(), used) || number != known.held()
                ? Optional.of(
                        new Violation(
                                "I21",
                                "%d containers run, %d are known, %d wanted, %d used"
                                        .formatted(number, known.held(), known.wanted(), used)))
                : Optional.empty();
    }
}
