package org.holdfast.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyGroupsTest {

    static IntStream parallelisms() {
        return IntStream.rangeClosed(1, KeyGroups.COUNT);
    }

    @ParameterizedTest
    @MethodSource("parallelisms")
    void everySubtaskHoldsTheRangeItIsSent(int parallelism) {
        assertThat(KeyGroups.firstOf(0, parallelism)).isZero();
        assertThat(KeyGroups.firstOf(parallelism, parallelism)).isEqualTo(KeyGroups.COUNT);
        for (int subtask = 0; subtask < parallelism; subtask++) {
            int first = KeyGroups.firstOf(subtask, parallelism);
            int next = KeyGroups.firstOf(subtask + 1, parallelism);
            assertThat(next).isGreaterThan(first);
            for (int group = first; group < next; group++) {
                assertThat(KeyGroups.subtaskOf(group, parallelism)).isEqualTo(subtask);
            }
        }
    }

    @Test
    void groupOfAKeyIsTheSameForEver() {
        // State that was written by an older version is found by these numbers.
        assertThat(KeyGroups.of("word")).isEqualTo(94);
        assertThat(KeyGroups.of(42L)).isEqualTo(92);
        assertThat(KeyGroups.of(Integer.MIN_VALUE)).isEqualTo(32);
    }

    @Test
    void numbersInSequenceSpreadEvenly() {
        int[] counts = new int[KeyGroups.COUNT];
        for (long key = 0; key < 128_000; key++) {
            counts[KeyGroups.of(key)]++;
        }
        assertThat(IntStream.of(counts)).allMatch(count -> count > 850 && count < 1150);
    }
}
