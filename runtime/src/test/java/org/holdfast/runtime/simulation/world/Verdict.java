package org.holdfast.runtime.simulation.world;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether every invariant has held so far. The first that did not is kept: production code may
 * catch whatever is thrown, so nothing is.
 */
final class Verdict {

    private Optional<Violation> violation = Optional.empty();

    /**
     * An invariant that did not hold.
     *
     * @param invariant its number in the design, as {@code I17}
     */
    record Violation(String invariant, String what) {

        @Override
        public String toString() {
            return invariant + ": " + what;
        }
    }

    void fail(String invariant, String what) {
        if (violation.isEmpty()) {
            violation = Optional.of(new Violation(invariant, what));
        }
    }

    void require(boolean holds, String invariant, Supplier<String> otherwise) {
        if (!holds) {
            fail(invariant, otherwise.get());
        }
    }

    Optional<Violation> violation() {
        return violation;
    }
}
