package org.holdfast.runtime.simulation.world;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.jobgraph.JobGraph;

/** One run: a world from its beginning, through faults, to the time when all has settled. */
final class Simulation {

    private static final long LONGEST_FAULTS_MILLIS = 1_200_000;
    private static final long LONGEST_SETTLING_MILLIS = 300_000;

    /** Until then a leader has collected what earlier ones left; one run in four waits for it. */
    private static final long COLLECTED_MILLIS = 130_000;

    private static final int PATIENT = 4;

    /** A standby asks twice a second. */
    private static final long ELECTION_MILLIS = 1_000;

    private static final ThreadLocal<World> RUNNING = new ThreadLocal<>();

    private final World world;
    private final long seed;

    /**
     * What came of a run.
     *
     * @param violation the first invariant that did not hold
     * @param effective faults that had an effect
     */
    record Outcome(
            long seed,
            Optional<Verdict.Violation> violation,
            Map<FaultKind, Integer> effective,
            long steps,
            long virtualMillis,
            int elections,
            int checkpoints,
            int adopted,
            boolean standalone) {}

    private Simulation(long seed, int faults, Consumer<String> trace) {
        this.seed = seed;
        world = new World(seed, faults, trace);
    }

    /**
     * Runs a seed.
     *
     * @param faults how many are to have an effect
     * @param trace takes what happens, in words; null if nobody wants to know
     */
    static Outcome run(long seed, int faults, Consumer<String> trace) {
        Simulation simulation = new Simulation(seed, faults, trace);
        enter(simulation.world);
        try {
            return simulation.run();
        } finally {
            leave();
        }
    }

    /** The fault points of this thread are those of this world from now on. */
    static void enter(World world) {
        RUNNING.set(world);
    }

    static void leave() {
        RUNNING.remove();
    }

    /** Has fault points strike processes of the runs, each on its own thread. */
    static void takeFaultPoints() {
        FaultPoint.onHit(
                name -> {
                    World running = RUNNING.get();
                    if (running != null) {
                        running.time().current().reached(name);
                    }
                });
    }

    /** Leaves fault points to what they do in production. */
    static void releaseFaultPoints() {
        FaultPoint.onHit(null);
    }

    private Outcome run() {
        world.cluster().begin();
        int delay = 0;
        for (JobGraph job : world.plan().jobs()) {
            world.time().schedule(delay, world.outside(), () -> world.client().submit(job));
            delay += 5_000;
        }
        world.faults().begin();
        while (holds()
                && !world.faults().isEnough()
                && world.time().now() < LONGEST_FAULTS_MILLIS) {
            world.time().step();
        }
        world.faults().end();
        settle(seed % PATIENT == 0 ? COLLECTED_MILLIS : 0);
        if (holds() && world.plan().standalone().filter(of -> of.jobManagers() > 1).isPresent()) {
            failOver();
        }
        return outcome();
    }

    private boolean holds() {
        return world.verdict().violation().isEmpty();
    }

    private void settle(long leastMillis) {
        long bound = world.time().now() + LONGEST_SETTLING_MILLIS;
        long least = world.time().now() + leastMillis;
        SettledChecks settled = new SettledChecks(world);
        Optional<Verdict.Violation> missing = Optional.empty();
        while (holds()) {
            long next = world.time().now() + 5_000;
            while (holds() && world.time().now() < next) {
                world.time().step();
            }
            missing = settled.missing();
            if (missing.isEmpty() && world.time().now() >= least) {
                return;
            }
            if (world.time().now() > bound) {
                missing.ifPresent(late -> world.verdict().fail(late.invariant(), late.what()));
            }
        }
    }

    /**
     * The leader dies, and nothing else goes wrong: a standby is elected when the session is over,
     * and tasks run on as they are.
     */
    private void failOver() {
        ElectionChecks elections = world.checks().elections();
        int before = elections.elections();
        long bound = world.time().now() + SimSession.TIMEOUT_MILLIS + ELECTION_MILLIS;
        world.faults().spareTasks();
        world.publishedJobManager().ifPresent(one -> one.die("killed once more"));
        while (holds() && elections.elections() == before && world.time().now() <= bound) {
            world.time().step();
        }
        world.verdict()
                .require(
                        elections.elections() > before,
                        "I25",
                        () -> "nobody leads " + ELECTION_MILLIS + " ms after the leader's session");
        settle(0);
    }

    private Outcome outcome() {
        return new Outcome(
                seed,
                world.verdict().violation(),
                new EnumMap<>(world.faults().effective()),
                world.time().steps(),
                world.time().now(),
                world.checks().elections().elections(),
                world.checks().checkpoints().countCommitted(),
                world.checks().tasks().countAdopted(),
                world.plan().standalone().isPresent());
    }
}
