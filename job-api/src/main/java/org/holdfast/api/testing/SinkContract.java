package org.holdfast.api.testing;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * Puts a {@link org.holdfast.api.Sink} through what may happen to it, and fails if a record is
 * lost, seen twice, or seen before its checkpoint is committed.
 *
 * <p>Each scenario is a job with several subtasks that writes records, takes checkpoints, and is
 * hit by what its seed says, in any order and at any point: checkpoints that fail or are committed
 * late, attempts that are closed or vanish without a word, old attempts that go on beside the new
 * ones or open only after them, transactions committed again by another subtask, and the job going
 * on from a savepoint as another one, at another parallelism. After each step the committed output
 * is compared with what it must be. The same seed always makes the same scenario.
 *
 * <pre>{@code
 * @Test
 * void keepsTheContract() {
 *     SinkContract.of(MySinkFixture::new).check();
 * }
 * }</pre>
 */
public final class SinkContract<T> {

    private static final int SCENARIOS = 500;

    private final Supplier<? extends SinkFixture<T>> fixtures;
    private final int scenarios;

    private SinkContract(Supplier<? extends SinkFixture<T>> fixtures, int scenarios) {
        this.fixtures = requireNonNull(fixtures, "fixtures");
        this.scenarios = scenarios;
    }

    /**
     * The contract of one sink.
     *
     * @param fixtures makes a fixture with an empty target of its own for each scenario
     */
    public static <T> SinkContract<T> of(Supplier<? extends SinkFixture<T>> fixtures) {
        return new SinkContract<>(fixtures, SCENARIOS);
    }

    /** The same, with more or fewer scenarios than 500. */
    public SinkContract<T> scenarios(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("scenarios: " + number + " (expected: >= 1)");
        }
        return new SinkContract<>(fixtures, number);
    }

    /**
     * Runs all scenarios, seeds 0 and up.
     *
     * @throws AssertionError at the first that fails: says what is wrong, which seed, and every
     *     step that led there
     */
    public void check() {
        for (long seed = 0; seed < scenarios; seed++) {
            check(seed);
        }
    }

    /**
     * Runs one scenario.
     *
     * @throws AssertionError if it fails
     */
    public void check(long seed) {
        StringBuilder steps = new StringBuilder();
        try (SinkFixture<T> fixture = fixtures.get()) {
            new SinkScenario<>(fixture, seed, steps).run();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "The sink breaks its contract: "
                            + e
                            + "\nSteps of the scenario with seed "
                            + seed
                            + ":"
                            + steps,
                    e);
        }
    }
}
