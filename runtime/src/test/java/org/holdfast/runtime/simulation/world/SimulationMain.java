package org.holdfast.runtime.simulation.world;

/** Runs seeds by hand. */
public final class SimulationMain {

    private SimulationMain() {}

    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        long count = Long.parseLong(args[1]);
        boolean trace = args.length > 2;
        long begun = System.nanoTime();
        long steps = 0;
        long virtual = 0;
        long faults = 0;
        int bad = 0;
        long el = 0, ck = 0;
        for (long seed = first; seed < first + count; seed++) {
            Simulation.Outcome o = Simulation.run(seed, 20, trace ? System.out::println : null);
            steps += o.steps();
            virtual += o.virtualMillis();
            el += o.elections();
            ck += o.checkpoints();
            faults += o.effective().values().stream().mapToInt(i -> i).sum();
            if (o.violation().isPresent()) {
                bad++;
                System.out.println("seed " + seed + ": " + o.violation().get());
            }
            if (trace) System.out.println(o);
        }
        System.out.printf(
                "%d seeds, %d bad, %d faults, %d steps, %d s virtual, elections %d, checkpoints %d, %d ms%n",
                count,
                bad,
                faults,
                steps,
                virtual / 1000,
                el,
                ck,
                (System.nanoTime() - begun) / 1_000_000);
    }
}
