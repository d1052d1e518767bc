package org.holdfast.api.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what readers see with what they must see. The records come from a number of splits:
 * record n is the (n / splits)-th of split n modulo splits.
 */
final class CommittedOutput<T> {

    private final SinkFixture<T> fixture;
    private final int splits;
    private final Map<T, Integer> numbers = new HashMap<>();
    private int known;

    CommittedOutput(SinkFixture<T> fixture, int splits) {
        this.fixture = fixture;
        this.splits = splits;
    }

    /**
     * Checks that nothing is seen that must not be.
     *
     * @param positions by split, how many records belong to the latest committed checkpoint
     * @param all whether all of them must be seen, too
     */
    void check(int[] positions, boolean all) throws Exception {
        Set<Integer> seen = new HashSet<>();
        for (T value : fixture.committed()) {
            int number = numberOf(value);
            if (number / splits >= positions[number % splits]) {
                throw new AssertionError(
                        "record " + number + " is seen, but no committed checkpoint holds it");
            }
            if (!seen.add(number)) {
                throw new AssertionError("record " + number + " is seen twice");
            }
        }
        if (all) {
            checkAllOf(positions, seen);
        }
    }

    private void checkAllOf(int[] positions, Set<Integer> seen) {
        List<Integer> lost = new ArrayList<>();
        for (int split = 0; split < splits; split++) {
            for (int place = 0; place < positions[split]; place++) {
                int number = split + splits * place;
                if (!seen.contains(number)) {
                    lost.add(number);
                }
            }
        }
        if (!lost.isEmpty()) {
            throw new AssertionError(
                    "records " + lost + " are not seen, though their checkpoint is committed");
        }
    }

    private int numberOf(T value) {
        // a scenario writes a few hundred records at most
        while (!numbers.containsKey(value) && known < 10_000) {
            numbers.put(fixture.record(known), known);
            known++;
        }
        Integer number = numbers.get(value);
        if (number == null) {
            throw new AssertionError("'" + value + "' is seen, but was never written");
        }
        return number;
    }
}
