package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskPhaseTest {

    static Stream<Arguments> everyPair() {
        return Arrays.stream(TaskPhase.values())
                .flatMap(
                        from ->
                                Arrays.stream(TaskPhase.values())
                                        .map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("everyPair")
    void movesAsTheTableSaysAndNoOtherWay(TaskPhase from, TaskPhase to) {
        if (TaskPhase.MOVES.getOrDefault(from, Set.of()).contains(to)) {
            assertThat(from.to(to)).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> from.to(to))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A task that is " + from + " cannot become " + to);
        }
    }
}
