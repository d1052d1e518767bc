package org.holdfast.runtime.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.simulation.world.Verdict.Violation;
import org.holdfast.runtime.slots.ResourceProvider;
import org.holdfast.runtime.standalone.StandaloneResourceProvider;

/**
 * Hosts without YARN. JobManagers of equal attempts stand by for each other; one that has ended is
 * started anew by the operator some time later, at the same address. A TaskManager that has ended
 * is missing until the operator happens to start one, or faults are over.
 */
final class SimStandalone implements SimCluster {

    private static final int ATTEMPT = 1;
    private static final int SLOWEST_START_MILLIS = 20_000;
    private static final int SLOWEST_REPAIR_MILLIS = 4_000;

    private final World world;
    private final Plan.Standalone plan;
    private final List<Host> hosts = new ArrayList<>();
    private final TreeMap<Integer, SimTaskManager> taskManagers = new TreeMap<>();
    private int numbered;
    private boolean healed;

    /** What runs a JobManager, one after the other. */
    private final class Host {
        private final String name;
        private Optional<SimJobManager> process = Optional.empty();
        private int starts;

        private Host(String name) {
            this.name = name;
        }

        private void start() {
            starts++;
            JobManagerAddress address = new JobManagerAddress(name, 6123);
            SimJobManager next = new SimJobManager(world, name + "." + starts, ATTEMPT, address);
            process = Optional.of(next);
            world.add(next);
            next.start();
        }
    }

    SimStandalone(World world, Plan.Standalone plan) {
        this.world = world;
        this.plan = plan;
        for (int i = 0; i < plan.jobManagers(); i++) {
            hosts.add(new Host("jm-" + (char) ('a' + i)));
        }
    }

    @Override
    public void begin() {
        hosts.forEach(Host::start);
        IntStream.range(0, plan.taskManagers()).forEach(this::startTaskManager);
    }

    @Override
    public ResourceProvider resourcesOf(SimJobManager jobManager) {
        return new StandaloneResourceProvider(world.plan().slots());
    }

    // ---------------------------------------------------------------- JobManagers

    /** Who leads; while nobody does, one of those that want to. */
    @Override
    public Optional<SimJobManager> master() {
        Optional<SimJobManager> leader =
                world.jobManagers().stream().filter(this::leads).findFirst();
        return leader.isPresent() ? leader : pick(world.jobManagers());
    }

    private boolean leads(SimJobManager one) {
        return one.epoch() > 0 && world.checks().elections().isCurrent(one);
    }

    /** One that lives and does not lead, or not any more. */
    private Optional<SimJobManager> standby() {
        return pick(
                world.jobManagers().stream().filter(one -> one.isAwake() && !leads(one)).toList());
    }

    private <T> Optional<T> pick(List<T> all) {
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(world.random().nextInt(all.size())));
    }

    @Override
    public void onEnded(SimJobManager jobManager) {
        hosts.stream()
                .filter(host -> host.process.filter(was -> was == jobManager).isPresent())
                .forEach(host -> later(SLOWEST_START_MILLIS, host::start));
    }

    /** Its session ends, and nobody else does anything. */
    @Override
    public void onPaused(SimJobManager jobManager) {
        world.trace(() -> "nobody starts another in the place of " + jobManager);
    }

    private void later(int slowest, Runnable action) {
        int most = healed ? SLOWEST_REPAIR_MILLIS : slowest;
        world.time().schedule(100 + world.random().nextInt(most), world.outside(), action);
    }

    // ---------------------------------------------------------------- TaskManagers

    @Override
    public List<SimTaskManager> running() {
        return List.copyOf(taskManagers.values());
    }

    /** On a host on which none runs. */
    private void startTaskManager(int host) {
        if (taskManagers.containsKey(host)) {
            return;
        }
        numbered++;
        String name = "tm-on-" + (char) ('a' + host) + (plan.named() ? "" : "-" + numbered);
        SimTaskManager process = new SimTaskManager(world, name, numbered);
        taskManagers.put(host, process);
        process.after(50 + world.random().nextInt(1_500), process::start);
    }

    @Override
    public void onEnded(SimTaskManager process) {
        taskManagers.values().removeIf(one -> one == process);
        if (healed) {
            repair();
        }
    }

    private void repair() {
        IntStream.range(0, plan.taskManagers())
                .filter(host -> !taskManagers.containsKey(host))
                .forEach(host -> later(SLOWEST_REPAIR_MILLIS, () -> startTaskManager(host)));
    }

    // ---------------------------------------------------------------- faults

    @Override
    public void strike(FaultKind kind) {
        Faults faults = world.faults();
        switch (kind) {
            case STANDBY_DIES ->
                    standby()
                            .ifPresent(
                                    one -> {
                                        one.die("killed");
                                        faults.seen(kind);
                                    });
            case STANDBY_DIES_AT_POINT ->
                    standby().ifPresent(one -> one.strikeAfter(faults.points(), 0, kind));
            case STANDBY_STOPPED_AT_POINT ->
                    standby()
                            .ifPresent(
                                    one ->
                                            one.strikeAfter(
                                                    faults.points(), faults.standstill(), kind));
            case STANDBY_STOPPED ->
                    standby()
                            .ifPresent(
                                    one -> {
                                        one.pause(faults.standstill());
                                        faults.seen(kind);
                                    });
            case STANDBY_SESSION_LOST -> standby().ifPresent(one -> one.loseSession(kind));
            case JOB_MANAGER_SHUT_DOWN ->
                    master().filter(SimProcess::isAwake)
                            .ifPresent(
                                    one -> {
                                        one.shutDown();
                                        faults.seen(kind);
                                    });
            case TASK_MANAGER_STARTED ->
                    pick(freeHosts())
                            .ifPresent(
                                    host -> {
                                        startTaskManager(host);
                                        faults.seen(kind);
                                    });
            default -> throw new IllegalArgumentException("hosts have no " + kind);
        }
    }

    /** There is one more than TaskManagers at the beginning. */
    private List<Integer> freeHosts() {
        return IntStream.rangeClosed(0, plan.taskManagers())
                .filter(host -> !taskManagers.containsKey(host))
                .boxed()
                .toList();
    }

    @Override
    public void heal() {
        healed = true;
        repair();
    }

    // ---------------------------------------------------------------- when all has settled

    /** All but the leader stand by, and it has all TaskManagers. */
    @Override
    public Optional<Violation> missing(SimJobManager leader) {
        for (Host host : hosts) {
            SimJobManager one = host.process.orElseThrow();
            if (one != leader && !one.standsBy()) {
                return Optional.of(new Violation("I20", one + " does not stand by for " + leader));
            }
        }
        List<SimTaskManager> missing =
                running().stream()
                        .filter(
                                one ->
                                        !Objects.equals(
                                                one.link().connectedTo().orElse(null), leader))
                        .toList();
        return missing.isEmpty() && taskManagers.size() >= plan.taskManagers()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "I21",
                                "of %s, %s has not %s"
                                        .formatted(taskManagers.values(), leader, missing)));
    }
}
