package org.holdfast.runtime.simulation.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Runs many seeds, several at a time, and adds up what came of them. */
final class Campaign {

    /** Each run has at least so many faults that had an effect. */
    static final int FAULTS = 20;

    private static final int PROGRESS = 5_000;

    private final long first;
    private final long count;
    private final int mostViolations;
    private final Consumer<String> progress;
    private final Map<FaultKind, Long> effective = new EnumMap<>(FaultKind.class);
    private final List<String> violations = new ArrayList<>();
    private long begun;
    private long seeds;
    private long tooFew;
    private long steps;
    private long virtualMillis;
    private long elections;
    private long checkpoints;
    private long adopted;
    private long standalone;
    private long millis;
    private boolean enough;

    /**
     * @param first seed
     * @param count of seeds
     * @param mostViolations after which no other seed is begun
     * @param progress takes a line now and then, and each violation
     */
    Campaign(long first, long count, int mostViolations, Consumer<String> progress) {
        this.first = first;
        this.count = count;
        this.mostViolations = mostViolations;
        this.progress = progress;
    }

    /** Runs them all, or until there are violations enough. */
    Campaign run() {
        begun = System.nanoTime();
        AtomicLong next = new AtomicLong(first);
        List<Thread> workers = new ArrayList<>();
        Simulation.takeFaultPoints();
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                Thread worker = new Thread(() -> work(next), "simulation-" + i);
                worker.start();
                workers.add(worker);
            }
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Simulation.releaseFaultPoints();
        }
        millis = (System.nanoTime() - begun) / 1_000_000;
        return this;
    }

    private void work(AtomicLong next) {
        long seed = next.getAndIncrement();
        while (seed < first + count && !isEnough()) {
            try {
                add(Simulation.run(seed, FAULTS, null));
            } catch (RuntimeException | Error e) {
                fail("seed " + seed + ": " + e);
                throw e;
            }
            seed = next.getAndIncrement();
        }
    }

    private synchronized boolean isEnough() {
        return enough;
    }

    private synchronized void fail(String what) {
        violations.add(what);
        progress.accept(what);
        enough = violations.size() >= mostViolations;
    }

    private synchronized void add(Simulation.Outcome outcome) {
        seeds++;
        outcome.effective()
                .forEach((kind, times) -> effective.merge(kind, (long) times, Long::sum));
        int faults = outcome.effective().values().stream().mapToInt(times -> times).sum();
        tooFew += faults < FAULTS ? 1 : 0;
        steps += outcome.steps();
        virtualMillis += outcome.virtualMillis();
        elections += outcome.elections();
        checkpoints += outcome.checkpoints();
        adopted += outcome.adopted();
        standalone += outcome.standalone() ? 1 : 0;
        Optional<Verdict.Violation> violation = outcome.violation();
        violation.ifPresent(what -> fail("seed " + outcome.seed() + ": " + what));
        if (seeds % PROGRESS == 0) {
            long elapsed = (System.nanoTime() - begun) / 1_000_000_000;
            progress.accept(
                    "%d of %d seeds, %d violations, %d s"
                            .formatted(seeds, count, violations.size(), elapsed));
        }
    }

    /** Each with its seed. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Runs in which not enough faults had an effect. */
    long tooFew() {
        return tooFew;
    }

    /** What came of all runs, as a table. */
    String table() {
        long faults = effective.values().stream().mapToLong(times -> times).sum();
        StringBuilder table = new StringBuilder();
        table.append(
                String.format(
                        Locale.ROOT,
                        "seeds %d to %d: %d runs, %d of them without YARN, %d effective faults,"
                                + " %d with fewer than %d%n",
                        first,
                        first + count - 1,
                        seeds,
                        standalone,
                        faults,
                        tooFew,
                        FAULTS));
        table.append(
                String.format(
                        Locale.ROOT,
                        "  %d elections, %d checkpoints, %d tasks adopted, %d steps, %d h of"
                                + " virtual time, %d s%n",
                        elections,
                        checkpoints,
                        adopted,
                        steps,
                        virtualMillis / 3_600_000,
                        millis / 1_000));
        effective.forEach(
                (kind, times) ->
                        table.append(String.format(Locale.ROOT, "  %-30s %9d%n", kind, times)));
        table.append(String.format(Locale.ROOT, "  %-30s %9d", "violations", violations.size()));
        return table.toString();
    }
}
