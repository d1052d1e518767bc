package org.holdfast.runtime.simulation.world;

/** Searches the model further than a build does. */
public final class ModelMain {

    private ModelMain() {}

    /**
     * Ends with 0 if no invariant was violated, 1 if one was.
     *
     * @param args how many runs at most, and how much goes wrong in each at most; a third one for
     *     the cluster with a standby
     */
    public static void main(String[] args) {
        Plan plan = args.length > 2 ? Plan.tinyStandalone() : Plan.tiny();
        ModelSearch search =
                new ModelSearch(plan, Integer.parseInt(args[0]), Integer.parseInt(args[1])).run();
        search.violations().forEach(System.out::println);
        System.out.println(search.summary());
        System.exit(search.violations().isEmpty() ? 0 : 1);
    }
}
