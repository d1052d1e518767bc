package org.holdfast.runtime.simulation.world;

/** Runs more seeds than a build does, or one of them with a trace. */
public final class SimulationMain {

    private static final String USAGE =
            "Usage: SimulationMain FIRST COUNT [MOST_VIOLATIONS]"
                    + " | SimulationMain --seed N [--trace]";

    private static final int MOST_VIOLATIONS = 20;

    private SimulationMain() {}

    /** Ends with 0 if no invariant was violated, 1 if one was, 2 if the arguments are wrong. */
    public static void main(String[] args) {
        boolean one = args.length >= 2 && args[0].equals("--seed");
        if (!one && args.length != 2 && args.length != 3) {
            System.err.println(USAGE);
            System.exit(2);
        }
        System.exit(one ? runOne(Long.parseLong(args[1]), args.length > 2) : runMany(args));
    }

    private static int runMany(String[] args) {
        Campaign campaign =
                new Campaign(
                                Long.parseLong(args[0]),
                                Long.parseLong(args[1]),
                                args.length == 3 ? Integer.parseInt(args[2]) : MOST_VIOLATIONS,
                                System.out::println)
                        .run();
        System.out.println(campaign.table());
        return campaign.violations().isEmpty() ? 0 : 1;
    }

    private static int runOne(long seed, boolean trace) {
        Simulation.takeFaultPoints();
        Simulation.Outcome outcome =
                Simulation.run(seed, Campaign.FAULTS, trace ? System.out::println : null);
        System.out.println(outcome);
        return outcome.violation().isPresent() ? 1 : 0;
    }
}
