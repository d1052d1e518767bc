package org.holdfast.runtime.simulation.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One run of the model: everything takes the same time always, and only what is chosen goes wrong.
 * The run is a function of its choices, so a state is reached again by making the same ones.
 */
final class SteeredRun {

    private static final long LONGEST_MILLIS = 400_000;

    private final World world;
    private final Map<Integer, Choice> choices;
    private final Visitor visitor;
    private int points;
    private boolean abandoned;

    /** Sees each state in which there is a choice, after the last one that was made. */
    interface Visitor {

        /**
         * @param point how many fault points were passed before
         * @return false if the run need not go on: this state was seen before
         */
        boolean visit(int point, long fingerprint);
    }

    /** Takes the middle of whatever is possible. */
    private static final class Steady extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public int nextInt(int bound) {
            return bound / 2;
        }
    }

    /**
     * @param choices by the number of fault points passed before
     */
    SteeredRun(Plan plan, Map<Integer, Choice> choices, Visitor visitor) {
        world = new World(new Steady(), unused -> plan, 0, null);
        this.choices = choices;
        this.visitor = visitor;
    }

    /** Runs until all has settled, or the visitor has seen enough. */
    Optional<Verdict.Violation> run() {
        Simulation.enter(world);
        try {
            world.steerWith(this::onPoint);
            world.cluster().begin();
            world.cluster().heal(); // whatever ends is started anew at once
            world.outside().execute(() -> world.client().submit(world.plan().jobs().get(0)));
            settle();
            return world.verdict().violation();
        } finally {
            Simulation.leave();
        }
    }

    private void onPoint(SimProcess process, String point) {
        if (abandoned || isIdle(process)) {
            return;
        }
        int number = points++;
        Choice chosen = choices.get(number);
        if (chosen != null) {
            chosen.take(world, process);
        } else if (number > lastChoice()) {
            abandoned = !visitor.visit(number, Fingerprint.of(world, process, point));
        }
    }

    /** A standby asks again and again, and changes nothing while the leader serves. */
    private boolean isIdle(SimProcess process) {
        return world.plan().standalone().isPresent()
                && process instanceof SimJobManager one
                && one.epoch() == 0
                && world.publishedJobManager().filter(SimProcess::isAwake).isPresent();
    }

    private int lastChoice() {
        return choices.keySet().stream().mapToInt(number -> number).max().orElse(-1);
    }

    private void settle() {
        SettledChecks settled = new SettledChecks(world);
        Optional<Verdict.Violation> missing = Optional.empty();
        while (!abandoned && world.verdict().violation().isEmpty()) {
            long next = world.time().now() + 1_000;
            while (!abandoned
                    && world.verdict().violation().isEmpty()
                    && world.time().now() < next) {
                world.time().step();
            }
            missing = settled.missing();
            boolean ended =
                    world.checks().jobs().result(world.plan().jobs().get(0).id()).isPresent();
            if (missing.isEmpty() && ended) {
                return;
            }
            if (world.time().now() > LONGEST_MILLIS) {
                world.verdict().fail("I25", "the job has not ended; " + missing);
            }
        }
    }

    /** For whoever looks at one run. */
    static List<String> describe(Map<Integer, Choice> choices) {
        return choices.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(choice -> choice.getValue() + " at point " + choice.getKey())
                .toList();
    }
}
