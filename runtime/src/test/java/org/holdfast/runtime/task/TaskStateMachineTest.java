package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.runtime.task.ExecutionState.CANCELED;
import static org.holdfast.runtime.task.ExecutionState.CANCELING;
import static org.holdfast.runtime.task.ExecutionState.DEPLOYING;
import static org.holdfast.runtime.task.ExecutionState.FAILED;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;
import static org.holdfast.runtime.task.ExecutionState.FINISHING;
import static org.holdfast.runtime.task.ExecutionState.INITIALIZING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskStateMachineTest {

    /** A way to each state a task can be in. */
    private static final Map<ExecutionState, List<ExecutionState>> WAYS =
            Map.of(
                    DEPLOYING, List.of(),
                    INITIALIZING, List.of(INITIALIZING),
                    RUNNING, List.of(INITIALIZING, RUNNING),
                    FINISHING, List.of(INITIALIZING, RUNNING, FINISHING),
                    CANCELING, List.of(INITIALIZING, CANCELING),
                    FINISHED, List.of(INITIALIZING, RUNNING, FINISHED),
                    CANCELED, List.of(INITIALIZING, RUNNING, CANCELING, CANCELED),
                    FAILED, List.of(INITIALIZING, FAILED));

    static Stream<Arguments> everyPair() {
        return WAYS.keySet().stream()
                .flatMap(
                        from ->
                                Arrays.stream(ExecutionState.values())
                                        .map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("everyPair")
    void movesAsTheTableSaysAndNoOtherWay(ExecutionState from, ExecutionState to) {
        TaskStateMachine machine = new TaskStateMachine("job 0/0");
        WAYS.get(from).forEach(state -> machine.moveTo(state, "on the way"));
        if (TaskStateMachine.MOVES.getOrDefault(from, Set.of()).contains(to)) {
            machine.moveTo(to, "test");
            assertThat(machine.state()).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> machine.moveTo(to, "test"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Task job 0/0 cannot go from " + from + " to " + to + ": test");
            assertThat(machine.state()).isEqualTo(from);
        }
    }

    @Test
    void nothingLeadsOutOfATerminalState() {
        assertThat(TaskStateMachine.MOVES.keySet()).noneMatch(ExecutionState::isTerminal);
    }
}
